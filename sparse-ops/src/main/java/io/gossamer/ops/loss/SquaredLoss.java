package io.gossamer.ops.loss;

/**
 * {@code (prediction - label)^2 / 2} with {@code prediction = mean + deviation * logit}. Gradients are those of the
 * loss divided by the target's variance, so that learning rates mean the same for any unit of the target.
 */
final class SquaredLoss implements Loss {
  private final float mean;
  private final float deviation;

  SquaredLoss(TargetScale target) {
    this.mean = target.mean();
    this.deviation = target.deviation();
  }

  private float prediction(float logit) {
    return Math.fma(deviation, logit, mean);
  }

  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] label, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    for (int b = 0; b < used; b++) {
      double error = (double) prediction(logits[logitsAt + b]) - label[b];
      sum += weight[b] * 0.5 * error * error;
      delta[deltaAt + b] = weight[b] * scale * (float) (error / deviation);
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
      float prediction = prediction(logits[logitsAt + b]);
      double error = (double) prediction - label[b];
      measures.addValue(weight[b], 0.5 * error * error, prediction, label[b]);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      into[at + b] = prediction(logits[logitsAt + b]);
    }
  }
}
