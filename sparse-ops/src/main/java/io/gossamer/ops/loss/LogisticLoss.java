package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.FloatMath;

/**
 * {@code log(1 + exp(-z))} for label 1, {@code log(1 + exp(z))} for label 0, on a single logit {@code z}, times the
 * class's weight.
 */
final class LogisticLoss implements Loss {
  private final LossSpec spec;

  LogisticLoss(LossSpec spec) {
    this.spec = spec;
  }

  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    for (int b = 0; b < used; b++) {
      float z = logits[logitsAt + b];
      float weighed = weight[b] * spec.classWeight((int) target[b]);
      sum += weighed * lossOf(z, target[b]);
      delta[deltaAt + b] = weighed * scale * (sigmoid(z) - target[b]);
    }
    for (int b = used; b < lanes; b++) {
      delta[deltaAt + b] = 0;
    }
    return sum;
  }

  @Override
  public void measure(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, float[] scratch,
      Measures measures) {
    for (int b = 0; b < used; b++) {
      float z = logits[logitsAt + b];
      boolean positive = target[b] > 0.5f;
      measures.addClassified(
          weight[b], spec.classWeight((int) target[b]) * lossOf(z, target[b]), (z > 0) == positive);
      measures.addScore(weight[b], sigmoid(z), positive);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      into[at + b] = sigmoid(logits[logitsAt + b]);
    }
  }

  static double lossOf(float z, float label) {
    double margin = label > 0.5f ? z : -z;
    return Math.max(-margin, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
  }

  /** Never divides infinity by infinity. */
  static float sigmoid(float z) {
    float e = FloatMath.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }
}
