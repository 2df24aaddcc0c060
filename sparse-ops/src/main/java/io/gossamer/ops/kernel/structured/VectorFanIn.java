package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.kernel.VectorWidth;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Forward product of one output whose inputs are listed: accumulators in registers while its nonzeros pass. */
final class VectorFanIn {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  private VectorFanIn() {}

  static void row(
      int from, int to, int[] columnOffset, float[] values, float[] x, int xAt, float[] y, int row, int lanes) {
    switch (lanes / WIDTH) {
      case 16 -> {
        row8(from, to, columnOffset, values, x, xAt, y, row);
        row8(from, to, columnOffset, values, x, xAt + Tile.HALF, y, row + Tile.HALF);
      }
      case 8 -> row8(from, to, columnOffset, values, x, xAt, y, row);
      case 4 -> row4(from, to, columnOffset, values, x, xAt, y, row);
      default -> row2(from, to, columnOffset, values, x, xAt, y, row);
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
