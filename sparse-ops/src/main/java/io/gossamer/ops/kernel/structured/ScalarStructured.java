package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;

/** The arithmetic in plain loops: the specification that {@code VectorStructured} equals bit for bit. */
final class ScalarStructured implements StructuredKernels {
  private static final int PARTIALS = 16;

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
    for (int o = 0; o < out; o++) {
      int g = o / rows;
      int height = Math.min(rows, out - g * rows);
      int value = groupStart[g] * rows + o % rows;
      for (int k = groupStart[g]; k < groupStart[g + 1]; k++) {
        addScaled(values[value], x, xAt + columnOffset[k], y, yAt + o * Tile.LANES, lanes);
        value += height;
      }
    }
    rectify(out, y, yAt, relu, lanes);
  }

  @Override
  public void blockBackward(
      int out, int in, int rows, int[] start, int[] columnOffset, int[] place, float[] values, int valuesAt,
      float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate,
      int lanes, float[] scratch) {
    if (dx != null) {
      for (int i = 0; i < in; i++) {
        int column = dxAt + i * Tile.LANES;
        Arrays.fill(dx, column, column + lanes, 0f);
      }
    }
    int groups = (out + rows - 1) / rows;
    for (int s = 0; s < start.length - 1; s++) {
      int first = s % groups * rows;
      int height = Math.min(rows, out - first);
      for (int k = start[s]; k < start[s + 1]; k++) {
        for (int r = 0; r < height; r++) {
          int row = dyAt + (first + r) * Tile.LANES;
          gradient[gradientAt + place[k] + r] += dot(x, xAt + columnOffset[k], dy, row, lanes, scratch);
          if (dx != null) {
            addScaled(values[valuesAt + place[k] + r], dy, row, dx, dxAt + columnOffset[k], lanes);
          }
        }
      }
    }
    if (dx != null && gate) {
      for (int i = 0; i < in; i++) {
        close(x, xAt + i * Tile.LANES, dx, dxAt + i * Tile.LANES, lanes);
      }
    }
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

  private static float dot(float[] x, int xAt, float[] dy, int dyAt, int lanes, float[] partial) {
    for (int b = 0; b < PARTIALS; b++) {
      partial[b] = x[xAt + b] * dy[dyAt + b];
    }
    for (int b = PARTIALS; b < lanes; b++) {
      partial[b % PARTIALS] = Math.fma(x[xAt + b], dy[dyAt + b], partial[b % PARTIALS]);
    }
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        partial[j] += partial[j + half];
      }
    }
    return partial[0];
  }

  private static void close(float[] x, int xAt, float[] dx, int dxAt, int lanes) {
    for (int b = 0; b < lanes; b++) {
      if (!(x[xAt + b] > 0)) {
        dx[dxAt + b] = 0;
      }
    }
  }
}
