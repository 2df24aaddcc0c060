package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;

/** The arithmetic in plain loops: the specification that {@code VectorStructured} equals bit for bit. */
final class ScalarStructured implements StructuredKernels {
  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void fanInForward(
      int out, int[] liveOffset, int fanIn, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    fill(out, bias, biasAt, y, yAt, lanes);
    for (int n = 0; n < liveOffset.length; n++) {
      for (int k = n * fanIn; k < (n + 1) * fanIn; k++) {
        addScaled(values[k], x, xAt + columnOffset[k], y, yAt + liveOffset[n], lanes);
      }
    }
    rectify(out, y, yAt, relu, lanes);
  }

  @Override
  public void gapForward(
      int out, int fanIn, byte[] gap, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    fill(out, bias, biasAt, y, yAt, lanes);
    for (int o = 0; o < out; o++) {
      int at = xAt;
      for (int k = o * fanIn; k < (o + 1) * fanIn; k++) {
        at += Byte.toUnsignedInt(gap[k]) * Tile.LANES;
        addScaled(values[k], x, at, y, yAt + o * Tile.LANES, lanes);
      }
    }
    rectify(out, y, yAt, relu, lanes);
  }

  @Override
  public void blockForward(
      int out, int rows, int[] groupStart, int[] columnOffset, float[] values, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int lanes) {
    fill(out, bias, biasAt, y, yAt, lanes);
    for (int first = 0, g = 0; first < out; first += rows, g++) {
      int value = groupStart[g] * rows;
      int end = Math.min(first + rows, out);
      for (int o = first; o < end; o += StructuredKernels.part(end - o)) {
        int part = StructuredKernels.part(end - o);
        for (int k = groupStart[g]; k < groupStart[g + 1]; k++) {
          for (int r = 0; r < part; r++) {
            addScaled(values[value++], x, xAt + columnOffset[k], y, yAt + (o + r) * Tile.LANES, lanes);
          }
        }
      }
    }
    rectify(out, y, yAt, relu, lanes);
  }

  private static void fill(int out, float[] bias, int biasAt, float[] y, int yAt, int lanes) {
    for (int o = 0; o < out; o++) {
      int row = yAt + o * Tile.LANES;
      Arrays.fill(y, row, row + lanes, bias[biasAt + o]);
    }
  }

  // Math.max and not a comparison, so that a diverged sum stays NaN and is noticed.
  private static void rectify(int out, float[] y, int yAt, boolean relu, int lanes) {
    for (int o = 0; relu && o < out; o++) {
      for (int b = 0; b < lanes; b++) {
        int at = yAt + o * Tile.LANES + b;
        y[at] = Math.max(y[at], 0f);
      }
    }
  }

  private static void addScaled(float w, float[] from, int fromAt, float[] into, int intoAt, int lanes) {
    for (int b = 0; b < lanes; b++) {
      into[intoAt + b] = Math.fma(w, from[fromAt + b], into[intoAt + b]);
    }
  }
}
