package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.kernel.VectorWidth;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The fast twin of {@link ScalarStructured}, on the Vector API. Load it by name only: the module may be missing. */
final class VectorStructured implements StructuredKernels {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public void fanInForward(
      int out, int[] liveOffset, int fanIn, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    int n = 0;
    for (int o = 0; o < out; o++) {
      int row = yAt + o * Tile.LANES;
      fill(bias[biasAt + o], y, row, lanes);
      if (n < liveOffset.length && liveOffset[n] == o * Tile.LANES) {
        VectorFanIn.row(n * fanIn, (n + 1) * fanIn, columnOffset, values, x, xAt, y, row, lanes);
        n++;
      }
      if (relu) {
        rectify(y, row, lanes);
      }
    }
  }

  @Override
  public void gapForward(
      int out, int fanIn, byte[] gap, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    for (int o = 0; o < out; o++) {
      int row = yAt + o * Tile.LANES;
      fill(bias[biasAt + o], y, row, lanes);
      VectorGap.row(o * fanIn, (o + 1) * fanIn, gap, values, x, xAt, y, row, lanes);
      if (relu) {
        rectify(y, row, lanes);
      }
    }
  }

  @Override
  public void blockForward(
      int out, int rows, int[] groupStart, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    for (int first = 0, g = 0; first < out; first += rows, g++) {
      int height = Math.min(rows, out - first);
      int row = yAt + first * Tile.LANES;
      for (int r = 0; r < height; r++) {
        fill(bias[biasAt + first + r], y, row + r * Tile.LANES, lanes);
      }
      VectorBlockForward.group(
          groupStart[g], groupStart[g + 1], height, columnOffset, values, groupStart[g] * rows, x, xAt, y, row, lanes);
      for (int r = 0; relu && r < height; r++) {
        rectify(y, row + r * Tile.LANES, lanes);
      }
    }
  }

  private static void fill(float value, float[] y, int at, int lanes) {
    FloatVector all = FloatVector.broadcast(SPECIES, value);
    for (int b = 0; b < lanes; b += WIDTH) {
      all.intoArray(y, at + b);
    }
  }

  private static void rectify(float[] y, int at, int lanes) {
    for (int b = at; b < at + lanes; b += WIDTH) {
      FloatVector.fromArray(SPECIES, y, b).max(0f).intoArray(y, b);
    }
  }
}
