package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.Tile;
import java.util.function.DoubleUnaryOperator;

/**
 * The mean over outputs of a function of {@code prediction - target}, with {@code prediction = mean + deviation *
 * logit}. Gradients are those of the loss divided by the target's variance, so that learning rates mean the same for
 * any unit of the target.
 */
final class ValueLoss implements Loss {
  private final float mean;
  private final float deviation;
  private final DoubleUnaryOperator loss;
  private final DoubleUnaryOperator slope;

  /** @param slope derivative of {@code loss} by the error */
  ValueLoss(LossSpec spec, DoubleUnaryOperator loss, DoubleUnaryOperator slope) {
    this.mean = spec.scale().mean();
    this.deviation = spec.scale().deviation();
    this.loss = loss;
    this.slope = slope;
  }

  private float prediction(float logit) {
    return Math.fma(deviation, logit, mean);
  }

  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    float share = scale / outputs;
    for (int b = 0; b < used; b++) {
      double row = 0;
      for (int n = b; n < outputs * Tile.LANES; n += Tile.LANES) {
        double error = (double) prediction(logits[logitsAt + n]) - target[n];
        row += loss.applyAsDouble(error);
        delta[deltaAt + n] = weight[b] * share * (float) (slope.applyAsDouble(error) / deviation);
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
        float prediction = prediction(logits[logitsAt + n]);
        row += loss.applyAsDouble((double) prediction - target[n]);
        measures.addValue(weight[b] / outputs, prediction, target[n]);
      }
      measures.addRow(weight[b], row / outputs);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      for (int o = 0; o < outputs; o++) {
        into[at + b * outputs + o] = prediction(logits[logitsAt + o * Tile.LANES + b]);
      }
    }
  }
}
