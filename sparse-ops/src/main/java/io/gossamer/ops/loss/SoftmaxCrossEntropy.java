package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.FloatMath;
import io.gossamer.ops.kernel.Tile;

/** {@code -log softmax(logits)[label]}, computed after subtracting the largest logit. */
final class SoftmaxCrossEntropy implements Loss {
  @Override
  public double gradient(
      float[] logits, int logitsAt, int outputs, float[] label, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch) {
    double sum = 0;
    for (int b = 0; b < used; b++) {
      float total = exponentials(logits, logitsAt + b, outputs, scratch);
      int truth = (int) label[b];
      float factor = weight[b] * scale;
      sum += weight[b] * lossOf(scratch[truth], total, logits, logitsAt + b, outputs, truth);
      for (int o = 0; o < outputs; o++) {
        float probability = scratch[o] / total;
        delta[deltaAt + o * Tile.LANES + b] = factor * (o == truth ? probability - 1 : probability);
      }
    }
    for (int b = used; b < lanes; b++) {
      for (int o = 0; o < outputs; o++) {
        delta[deltaAt + o * Tile.LANES + b] = 0;
      }
    }
    return sum;
  }

  @Override
  public void measure(
      float[] logits, int logitsAt, int outputs, float[] label, float[] weight, int used, float[] scratch,
      Measures measures) {
    for (int b = 0; b < used; b++) {
      float total = exponentials(logits, logitsAt + b, outputs, scratch);
      int truth = (int) label[b];
      double loss = lossOf(scratch[truth], total, logits, logitsAt + b, outputs, truth);
      measures.addClassified(weight[b], loss, largest(logits, logitsAt + b, outputs) == truth);
    }
  }

  @Override
  public void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at) {
    for (int b = 0; b < used; b++) {
      int row = at + b * outputs;
      float most = logits[logitsAt + largest(logits, logitsAt + b, outputs) * Tile.LANES + b];
      float total = 0;
      for (int o = 0; o < outputs; o++) {
        into[row + o] = FloatMath.exp(logits[logitsAt + o * Tile.LANES + b] - most);
        total += into[row + o];
      }
      for (int o = 0; o < outputs; o++) {
        into[row + o] /= total;
      }
    }
  }

  /** Fills {@code into} with {@code exp(logit - largest)} of one column and returns their sum. */
  private static float exponentials(float[] logits, int columnAt, int outputs, float[] into) {
    float most = logits[columnAt + largest(logits, columnAt, outputs) * Tile.LANES];
    float total = 0;
    for (int o = 0; o < outputs; o++) {
      into[o] = FloatMath.exp(logits[columnAt + o * Tile.LANES] - most);
      total += into[o];
    }
    return total;
  }

  /** From the logits, not from the exponential, which may have underflowed to zero. */
  private static double lossOf(
      float exponential, float total, float[] logits, int columnAt, int outputs, int truth) {
    if (exponential > 0) {
      return StrictMath.log(total) - StrictMath.log(exponential);
    }
    float most = logits[columnAt + largest(logits, columnAt, outputs) * Tile.LANES];
    return StrictMath.log(total) + most - logits[columnAt + truth * Tile.LANES];
  }

  /** The first of the largest logits of one column; 0 if all are NaN. */
  private static int largest(float[] logits, int columnAt, int outputs) {
    int best = 0;
    for (int o = 1; o < outputs; o++) {
      if (logits[columnAt + o * Tile.LANES] > logits[columnAt + best * Tile.LANES]) {
        best = o;
      }
    }
    return best;
  }
}
