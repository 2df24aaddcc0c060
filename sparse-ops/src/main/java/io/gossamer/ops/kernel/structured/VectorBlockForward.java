package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.kernel.VectorWidth;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Forward product of outputs that share their inputs: an x vector that is loaded feeds four outputs (two vectors of
 * columns), or two (four vectors), with eight accumulators, which hide the latency of a multiply-add and leave
 * registers for loads. Values lie at a constant stride, since one more integer in the loop makes C2 spill its counter.
 * The lines of x that the first four outputs of a higher group touch are in the first cache when the others come.
 */
final class VectorBlockForward {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private VectorBlockForward() {}

  /**
   * Adds to {@code height} rows of y from {@code row}.
   *
   * @param value first value of the group
   */
  static void group(
      int from, int to, int height, int[] columnOffset, float[] values, int value, float[] x, int xAt, float[] y,
      int row, int lanes) {
    int count = to - from;
    int fours = height - height % 4;
    for (int b = 0; b < lanes; b += 2 * WIDTH) {
      for (int r = 0; r < fours; r += 4) {
        four(from, to, columnOffset, values, value + r * count, x, xAt + b, y, row + r * Tile.LANES + b);
      }
    }
    int done = fours;
    if (height - done >= 2) {
      int two = row + done * Tile.LANES;
      if (lanes >= 4 * WIDTH) {
        for (int b = 0; b < lanes; b += 4 * WIDTH) {
          two(from, to, columnOffset, values, value + done * count, x, xAt + b, y, two + b);
        }
      } else {
        one(from, to, columnOffset, values, value + done * count, 2, x, xAt, y, two);
        one(from, to, columnOffset, values, value + done * count + 1, 2, x, xAt, y, two + Tile.LANES);
      }
      done += 2;
    }
    if (done < height) {
      for (int b = 0; b < lanes; b += 2 * WIDTH) {
        one(
            from, to, columnOffset, values, value + done * count, 1, x, xAt + b, y, row + done * Tile.LANES + b);
      }
    }
  }

  private static void four(
      int from, int to, int[] columnOffset, float[] values, int value, float[] x, int xAt, float[] y, int row) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, y, row);
    FloatVector b0 = FloatVector.fromArray(SPECIES, y, row + WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, y, row + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, y, row + Tile.LANES + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, y, row + 2 * Tile.LANES);
    FloatVector b2 = FloatVector.fromArray(SPECIES, y, row + 2 * Tile.LANES + WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, y, row + 3 * Tile.LANES);
    FloatVector b3 = FloatVector.fromArray(SPECIES, y, row + 3 * Tile.LANES + WIDTH);
    int first = value - 4 * from;
    for (int k = from; k < to; k++) {
      int at = first + 4 * k;
      int column = xAt + columnOffset[k];
      FloatVector a = FloatVector.fromArray(SPECIES, x, column);
      FloatVector b = FloatVector.fromArray(SPECIES, x, column + WIDTH);
      FloatVector w = FloatVector.broadcast(SPECIES, values[at]);
      a0 = w.fma(a, a0);
      b0 = w.fma(b, b0);
      w = FloatVector.broadcast(SPECIES, values[at + 1]);
      a1 = w.fma(a, a1);
      b1 = w.fma(b, b1);
      w = FloatVector.broadcast(SPECIES, values[at + 2]);
      a2 = w.fma(a, a2);
      b2 = w.fma(b, b2);
      w = FloatVector.broadcast(SPECIES, values[at + 3]);
      a3 = w.fma(a, a3);
      b3 = w.fma(b, b3);
    }
    a0.intoArray(y, row);
    b0.intoArray(y, row + WIDTH);
    a1.intoArray(y, row + Tile.LANES);
    b1.intoArray(y, row + Tile.LANES + WIDTH);
    a2.intoArray(y, row + 2 * Tile.LANES);
    b2.intoArray(y, row + 2 * Tile.LANES + WIDTH);
    a3.intoArray(y, row + 3 * Tile.LANES);
    b3.intoArray(y, row + 3 * Tile.LANES + WIDTH);
  }

  private static void two(
      int from, int to, int[] columnOffset, float[] values, int value, float[] x, int xAt, float[] y, int row) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, y, row);
    FloatVector b0 = FloatVector.fromArray(SPECIES, y, row + WIDTH);
    FloatVector c0 = FloatVector.fromArray(SPECIES, y, row + 2 * WIDTH);
    FloatVector d0 = FloatVector.fromArray(SPECIES, y, row + 3 * WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, y, row + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, y, row + Tile.LANES + WIDTH);
    FloatVector c1 = FloatVector.fromArray(SPECIES, y, row + Tile.LANES + 2 * WIDTH);
    FloatVector d1 = FloatVector.fromArray(SPECIES, y, row + Tile.LANES + 3 * WIDTH);
    int first = value - 2 * from;
    for (int k = from; k < to; k++) {
      int at = first + 2 * k;
      int column = xAt + columnOffset[k];
      FloatVector a = FloatVector.fromArray(SPECIES, x, column);
      FloatVector b = FloatVector.fromArray(SPECIES, x, column + WIDTH);
      FloatVector c = FloatVector.fromArray(SPECIES, x, column + 2 * WIDTH);
      FloatVector d = FloatVector.fromArray(SPECIES, x, column + 3 * WIDTH);
      FloatVector w = FloatVector.broadcast(SPECIES, values[at]);
      a0 = w.fma(a, a0);
      b0 = w.fma(b, b0);
      c0 = w.fma(c, c0);
      d0 = w.fma(d, d0);
      w = FloatVector.broadcast(SPECIES, values[at + 1]);
      a1 = w.fma(a, a1);
      b1 = w.fma(b, b1);
      c1 = w.fma(c, c1);
      d1 = w.fma(d, d1);
    }
    a0.intoArray(y, row);
    b0.intoArray(y, row + WIDTH);
    c0.intoArray(y, row + 2 * WIDTH);
    d0.intoArray(y, row + 3 * WIDTH);
    a1.intoArray(y, row + Tile.LANES);
    b1.intoArray(y, row + Tile.LANES + WIDTH);
    c1.intoArray(y, row + Tile.LANES + 2 * WIDTH);
    d1.intoArray(y, row + Tile.LANES + 3 * WIDTH);
  }

  private static void one(
      int from, int to, int[] columnOffset, float[] values, int value, int step, float[] x, int xAt, float[] y,
      int row) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, y, row);
    FloatVector b0 = FloatVector.fromArray(SPECIES, y, row + WIDTH);
    int first = value - step * from;
    for (int k = from; k < to; k++) {
      int at = first + step * k;
      int column = xAt + columnOffset[k];
      FloatVector a = FloatVector.fromArray(SPECIES, x, column);
      FloatVector b = FloatVector.fromArray(SPECIES, x, column + WIDTH);
      FloatVector w = FloatVector.broadcast(SPECIES, values[at]);
      a0 = w.fma(a, a0);
      b0 = w.fma(b, b0);
    }
    a0.intoArray(y, row);
    b0.intoArray(y, row + WIDTH);
  }
}
