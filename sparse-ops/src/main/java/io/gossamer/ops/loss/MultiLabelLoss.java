package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.Tile;

/** The mean over labels of {@link LogisticLoss}, each label being 0 or 1. */
final class MultiLabelLoss implements Loss {
  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    float share = scale / outputs;
    for (int b = 0; b < used; b++) {
      double row = 0;
      for (int n = b; n < outputs * Tile.LANES; n += Tile.LANES) {
        float z = logits[logitsAt + n];
        row += LogisticLoss.lossOf(z, target[n]);
        delta[deltaAt + n] = weight[b] * share * (LogisticLoss.sigmoid(z) - target[n]);
      }
      sum += weight[b] * (row / outputs);
    }
    Columns.clear(delta, deltaAt, outputs, used, lanes);
    return sum;
  }

  @Override
  public void measure(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, float[] scratch,
      Measures measures) {
    for (int b = 0; b < used; b++) {
      double row = 0;
      boolean all = true;
      for (int n = b; n < outputs * Tile.LANES; n += Tile.LANES) {
        float z = logits[logitsAt + n];
        row += LogisticLoss.lossOf(z, target[n]);
        all &= z > 0 == target[n] > 0.5f;
        measures.addLabel(weight[b] / outputs, z > 0, target[n] > 0.5f);
      }
      measures.addClassified(weight[b], row / outputs, all);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      for (int o = 0; o < outputs; o++) {
        into[at + b * outputs + o] = LogisticLoss.sigmoid(logits[logitsAt + o * Tile.LANES + b]);
      }
    }
  }
}
