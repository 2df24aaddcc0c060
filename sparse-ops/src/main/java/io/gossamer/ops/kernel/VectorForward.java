package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Forward product by rows: the accumulators of one row stay in registers while its nonzeros pass. One method per
 * accumulator count serves all widths; C2 keeps vectors in registers only when each has its own local variable, hence
 * the unrolled text. A row is a call of its own, as the few arguments then stay in registers too.
 */
final class VectorForward {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private VectorForward() {}

  static void outputs(
      Panels outputs, int first, int end, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y,
      int yAt, boolean relu, int lanes) {
    int out = outputs.lines();
    for (int o = first; o < end; o++) {
      fill(bias[biasAt + o], y, yAt + o * Tile.LANES, lanes);
    }
    for (int p = 0; p < outputs.count(); p++) {
      panel(outputs, p * (out + 1), first, end, values, x, xAt, y, yAt, lanes);
    }
    for (int o = first; relu && o < end; o++) {
      rectify(y, yAt + o * Tile.LANES, lanes);
    }
  }

  private static void panel(
      Panels outputs, int firstLine, int first, int end, float[] values, float[] x, int xAt, float[] y, int yAt,
      int lanes) {
    int[] starts = outputs.starts();
    int[] offsets = outputs.offsets();
    for (int o = first; o < end; o++) {
      int row = yAt + o * Tile.LANES;
      int from = starts[firstLine + o];
      int to = starts[firstLine + o + 1];
      switch (lanes / WIDTH) {
        case 16 -> {
          row8(from, to, offsets, values, x, xAt, y, row);
          row8(from, to, offsets, values, x, xAt + Tile.HALF, y, row + Tile.HALF);
        }
        case 8 -> row8(from, to, offsets, values, x, xAt, y, row);
        case 4 -> row4(from, to, offsets, values, x, xAt, y, row);
        default -> row2(from, to, offsets, values, x, xAt, y, row);
      }
    }
  }

  static void fill(float value, float[] y, int at, int lanes) {
    FloatVector all = FloatVector.broadcast(SPECIES, value);
    for (int b = 0; b < lanes; b += WIDTH) {
      all.intoArray(y, at + b);
    }
  }

  static void rectify(float[] y, int at, int lanes) {
    for (int b = at; b < at + lanes; b += WIDTH) {
      FloatVector.fromArray(SPECIES, y, b).max(0f).intoArray(y, b);
    }
  }

  /** Zeroes {@code dx} where {@code x} is not above zero. */
  static void close(float[] x, int xAt, float[] dx, int dxAt, int lanes) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int b = 0; b < lanes; b += WIDTH) {
      var open = FloatVector.fromArray(SPECIES, x, xAt + b).compare(VectorOperators.GT, zero);
      zero.blend(FloatVector.fromArray(SPECIES, dx, dxAt + b), open).intoArray(dx, dxAt + b);
    }
  }

  private static void row8(
      int from, int to, int[] columnOffset, float[] values, float[] x, int xAt, float[] y, int row) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, y, row);
    FloatVector y1 = FloatVector.fromArray(SPECIES, y, row + WIDTH);
    FloatVector y2 = FloatVector.fromArray(SPECIES, y, row + 2 * WIDTH);
    FloatVector y3 = FloatVector.fromArray(SPECIES, y, row + 3 * WIDTH);
    FloatVector y4 = FloatVector.fromArray(SPECIES, y, row + 4 * WIDTH);
    FloatVector y5 = FloatVector.fromArray(SPECIES, y, row + 5 * WIDTH);
    FloatVector y6 = FloatVector.fromArray(SPECIES, y, row + 6 * WIDTH);
    FloatVector y7 = FloatVector.fromArray(SPECIES, y, row + 7 * WIDTH);
    for (int k = from; k < to; k++) {
      int at = xAt + columnOffset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      y0 = w.fma(FloatVector.fromArray(SPECIES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(SPECIES, x, at + WIDTH), y1);
      y2 = w.fma(FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH), y2);
      y3 = w.fma(FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH), y3);
      y4 = w.fma(FloatVector.fromArray(SPECIES, x, at + 4 * WIDTH), y4);
      y5 = w.fma(FloatVector.fromArray(SPECIES, x, at + 5 * WIDTH), y5);
      y6 = w.fma(FloatVector.fromArray(SPECIES, x, at + 6 * WIDTH), y6);
      y7 = w.fma(FloatVector.fromArray(SPECIES, x, at + 7 * WIDTH), y7);
    }
    y0.intoArray(y, row);
    y1.intoArray(y, row + WIDTH);
    y2.intoArray(y, row + 2 * WIDTH);
    y3.intoArray(y, row + 3 * WIDTH);
    y4.intoArray(y, row + 4 * WIDTH);
    y5.intoArray(y, row + 5 * WIDTH);
    y6.intoArray(y, row + 6 * WIDTH);
    y7.intoArray(y, row + 7 * WIDTH);
  }

  private static void row4(
      int from, int to, int[] columnOffset, float[] values, float[] x, int xAt, float[] y, int row) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, y, row);
    FloatVector y1 = FloatVector.fromArray(SPECIES, y, row + WIDTH);
    FloatVector y2 = FloatVector.fromArray(SPECIES, y, row + 2 * WIDTH);
    FloatVector y3 = FloatVector.fromArray(SPECIES, y, row + 3 * WIDTH);
    for (int k = from; k < to; k++) {
      int at = xAt + columnOffset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      y0 = w.fma(FloatVector.fromArray(SPECIES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(SPECIES, x, at + WIDTH), y1);
      y2 = w.fma(FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH), y2);
      y3 = w.fma(FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH), y3);
    }
    y0.intoArray(y, row);
    y1.intoArray(y, row + WIDTH);
    y2.intoArray(y, row + 2 * WIDTH);
    y3.intoArray(y, row + 3 * WIDTH);
  }

  private static void row2(
      int from, int to, int[] columnOffset, float[] values, float[] x, int xAt, float[] y, int row) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, y, row);
    FloatVector y1 = FloatVector.fromArray(SPECIES, y, row + WIDTH);
    for (int k = from; k < to; k++) {
      int at = xAt + columnOffset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      y0 = w.fma(FloatVector.fromArray(SPECIES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(SPECIES, x, at + WIDTH), y1);
    }
    y0.intoArray(y, row);
    y1.intoArray(y, row + WIDTH);
  }
}
