package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.FloatMath;

/** {@code log(1 + exp(-z))} for label 1, {@code log(1 + exp(z))} for label 0, on a single logit {@code z}. */
final class LogisticLoss implements Loss {
  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] label, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    for (int b = 0; b < used; b++) {
      float z = logits[logitsAt + b];
      sum += weight[b] * lossOf(z, label[b]);
      delta[deltaAt + b] = weight[b] * scale * (sigmoid(z) - label[b]);
    }
    for (int b = used; b < lanes; b++) {
      delta[deltaAt + b] = 0;
    }
    return sum;
  }

  @Override
  public void measure(
      float[] logits, int logitsAt, int outputs, float[] label, float[] weight, int used, float[] scratch,
      Measures measures) {
    for (int b = 0; b < used; b++) {
      float z = logits[logitsAt + b];
      measures.addClassified(weight[b], lossOf(z, label[b]), (z > 0) == (label[b] > 0.5f));
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      into[at + b] = sigmoid(logits[logitsAt + b]);
    }
  }

  private static double lossOf(float z, float label) {
    double margin = label > 0.5f ? z : -z;
    return Math.max(-margin, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(margin)));
  }

  /** Never divides infinity by infinity. */
  private static float sigmoid(float z) {
    float e = FloatMath.exp(-Math.abs(z));
    return z >= 0 ? 1 / (1 + e) : e / (1 + e);
  }
}
