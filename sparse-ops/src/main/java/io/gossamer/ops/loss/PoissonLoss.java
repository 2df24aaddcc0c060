package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.FloatMath;
import io.gossamer.ops.kernel.Tile;

/** {@code exp(z) - t z} for a count t at least 0, without the term that has no z; the prediction is {@code exp(z)}. */
final class PoissonLoss implements Loss {
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
        float rate = FloatMath.exp(z);
        row += rate - (double) target[n] * z;
        delta[deltaAt + n] = weight[b] * share * (rate - target[n]);
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
      for (int n = b; n < outputs * Tile.LANES; n += Tile.LANES) {
        float z = logits[logitsAt + n];
        float rate = FloatMath.exp(z);
        row += rate - (double) target[n] * z;
        measures.addValue(weight[b] / outputs, rate, target[n]);
        measures.addDeviance(weight[b] / outputs, deviance(rate, target[n]));
      }
      measures.addRow(weight[b], row / outputs);
    }
  }

  private static double deviance(double rate, double count) {
    return 2 * (count > 0 ? count * StrictMath.log(count / rate) - (count - rate) : rate);
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      for (int o = 0; o < outputs; o++) {
        into[at + b * outputs + o] = FloatMath.exp(logits[logitsAt + o * Tile.LANES + b]);
      }
    }
  }
}
