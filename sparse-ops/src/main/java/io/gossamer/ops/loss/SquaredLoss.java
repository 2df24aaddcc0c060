package io.gossamer.ops.loss;

/** {@code (prediction - label)^2 / 2}: the half makes the gradient the plain error. */
final class SquaredLoss implements Loss {
  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] label, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    for (int b = 0; b < used; b++) {
      float error = logits[logitsAt + b] - label[b];
      sum += weight[b] * 0.5 * error * error;
      delta[deltaAt + b] = weight[b] * scale * error;
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
      double error = (double) logits[logitsAt + b] - label[b];
      measures.addValue(weight[b], 0.5 * error * error, logits[logitsAt + b], label[b]);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    System.arraycopy(logits, logitsAt, into, at, used);
  }
}
