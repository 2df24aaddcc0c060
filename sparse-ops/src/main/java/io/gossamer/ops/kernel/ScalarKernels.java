package io.gossamer.ops.kernel;

import java.util.Arrays;

/**
 * The arithmetic in plain loops: the specification that {@code VectorKernels} equals bit for bit, and what runs where
 * the vector module is missing.
 */
public final class ScalarKernels implements Kernels {
  private static final int PARTIALS = 16;

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public void sparseForward(
      Panels outputs, int from, int to, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y,
      int yAt, boolean relu, int lanes) {
    int out = outputs.lines();
    for (int p = 0; p < outputs.count(); p++) {
      for (int o = from; o < to; o++) {
        int row = yAt + o * Tile.LANES;
        if (p == 0) {
          Arrays.fill(y, row, row + lanes, bias[biasAt + o]);
        }
        int line = p * (out + 1) + o;
        for (int k = outputs.starts()[line]; k < outputs.starts()[line + 1]; k++) {
          addScaled(values[k], x, xAt + outputs.offsets()[k], y, row, lanes);
        }
        if (relu && p == outputs.count() - 1) {
          rectify(y, row, lanes);
        }
      }
    }
  }

  @Override
  public void sparseBackward(
      Panels inputs, int from, int to, float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x,
      int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    int in = inputs.lines();
    for (int p = 0; p < inputs.count(); p++) {
      for (int i = from; i < to; i++) {
        int column = i * Tile.LANES;
        if (dx != null && p == 0) {
          Arrays.fill(dx, dxAt + column, dxAt + column + lanes, 0f);
        }
        int line = p * (in + 1) + i;
        for (int k = inputs.starts()[line]; k < inputs.starts()[line + 1]; k++) {
          int row = dyAt + inputs.offsets()[k];
          gradient[gradientAt + k] += dot(x, xAt + column, dy, row, lanes, scratch);
          if (dx != null) {
            addScaled(values[valuesAt + k], dy, row, dx, dxAt + column, lanes);
          }
        }
        if (dx != null && gate && p == inputs.count() - 1) {
          close(x, xAt + column, dx, dxAt + column, lanes);
        }
      }
    }
  }

  @Override
  public void denseForward(
      int out, int in, int from, int to, float[] w, int wAt, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int rows, float[] scratch) {
    for (int t = 0; t < Tile.count(rows); t++) {
      int lanes = Tile.lanes(rows, t);
      for (int o = from; o < to; o++) {
        int row = yAt + (t * out + o) * Tile.LANES;
        Arrays.fill(y, row, row + lanes, bias[biasAt + o]);
        for (int i = 0; i < in; i++) {
          addScaled(w[wAt + i * out + o], x, xAt + (t * in + i) * Tile.LANES, y, row, lanes);
        }
        if (relu) {
          rectify(y, row, lanes);
        }
      }
    }
  }

  @Override
  public void denseBackward(
      int out, int in, int from, int to, float[] w, int wAt, float[] gradient, int gradientAt,
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int rows, float[] scratch) {
    for (int t = 0; t < Tile.count(rows); t++) {
      int lanes = Tile.lanes(rows, t);
      int firstRow = dyAt + t * out * Tile.LANES;
      for (int i = from; i < to; i++) {
        int column = (t * in + i) * Tile.LANES;
        for (int o = 0; o < out; o++) {
          gradient[gradientAt + i * out + o] +=
              dot(x, xAt + column, dy, firstRow + o * Tile.LANES, lanes, scratch);
        }
        if (dx != null) {
          Arrays.fill(dx, dxAt + column, dxAt + column + lanes, 0f);
          for (int o = 0; o < out; o++) {
            addScaled(w[wAt + i * out + o], dy, firstRow + o * Tile.LANES, dx, dxAt + column, lanes);
          }
          if (gate) {
            close(x, xAt + column, dx, dxAt + column, lanes);
          }
        }
      }
    }
  }

  @Override
  public void biasGradient(
      int out, float[] dy, int dyAt, float[] gradient, int gradientAt, int lanes, float[] scratch) {
    for (int o = 0; o < out; o++) {
      int row = dyAt + o * Tile.LANES;
      System.arraycopy(dy, row, scratch, 0, PARTIALS);
      for (int b = PARTIALS; b < lanes; b++) {
        scratch[b % PARTIALS] += dy[row + b];
      }
      gradient[gradientAt + o] += tree(scratch);
    }
  }

  @Override
  public void gate(float[] x, int xAt, float[] dx, int dxAt, int count) {
    close(x, xAt, dx, dxAt, count);
  }

  @Override
  public void tanh(float[] x, int xAt, float[] y, int yAt, int count) {
    for (int n = 0; n < count; n++) {
      y[yAt + n] = FloatMath.tanh(x[xAt + n]);
    }
  }

  @Override
  public void giveToLargest(float[] x, int xAt, float[] y, int yAt, float[] left, float[] dx, int dxAt) {
    for (int b = 0; b < Tile.LANES; b++) {
      float given = x[xAt + b] == y[yAt + b] ? left[b] : 0;
      dx[dxAt + b] += given;
      left[b] -= given;
    }
  }

  @Override
  public void packPixels(
      float[] tile, int tileAt, float[] planes, int planesAt, int perGroup, int groups, int count) {
    for (int n = 0; n < count; n++) {
      for (int g = 0; g < groups; g++) {
        int from = tileAt + n * Tile.LANES + g * ConvShape.NARROW;
        int into = planesAt + g * perGroup + n * ConvShape.NARROW;
        System.arraycopy(tile, from, planes, into, ConvShape.NARROW);
      }
    }
  }

  @Override
  public void unpackPixels(
      float[] planes, int planesAt, int perGroup, int groups, float[] tile, int tileAt, int count) {
    for (int n = 0; n < count; n++) {
      for (int g = 0; g < groups; g++) {
        int from = planesAt + g * perGroup + n * ConvShape.NARROW;
        int into = tileAt + n * Tile.LANES + g * ConvShape.NARROW;
        System.arraycopy(planes, from, tile, into, ConvShape.NARROW);
      }
    }
  }

  @Override
  public void addRows(float[] from, int fromAt, int count, float[] sums) {
    for (int at = fromAt; at < fromAt + count * Tile.LANES; at += Tile.LANES) {
      for (int b = 0; b < Tile.LANES; b++) {
        sums[b] += from[at + b];
      }
    }
  }

  @Override
  public void convForward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt) {
    ScalarConv.forward(plan, lanes, values, bias, biasAt, x, xAt, y, yAt);
  }

  @Override
  public void convInputGradient(
      ConvPlan plan, int lanes, int from, int to, float[] values, float[] dy, int dyAt, float[] dx, int dxAt) {
    ScalarConv.inputGradient(plan, lanes, from, to, values, dy, dyAt, dx, dxAt);
  }

  @Override
  public void convWeightGradient(
      ConvPlan plan, int lanes, int from, int to, float[] x, int xAt, float[] dy, int dyAt, float[] partials) {
    ScalarConv.weightGradient(plan, lanes, from, to, x, xAt, dy, dyAt, partials);
  }

  @Override
  public void gather(
      float[] rows, int[] rowAt, int rowAtFrom, int count, int features, float[] tile, int tileAt, int lanes) {
    for (int f = 0; f < features; f++) {
      int row = tileAt + f * Tile.LANES;
      for (int b = 0; b < count; b++) {
        tile[row + b] = rows[rowAt[rowAtFrom + b] + f];
      }
      Arrays.fill(tile, row + count, row + lanes, 0f);
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
    return tree(partial);
  }

  private static float tree(float[] partial) {
    for (int half = PARTIALS / 2; half > 0; half /= 2) {
      for (int j = 0; j < half; j++) {
        partial[j] += partial[j + half];
      }
    }
    return partial[0];
  }

  // Math.max and not a comparison, so that a diverged sum stays NaN and is noticed.
  private static void rectify(float[] y, int at, int lanes) {
    for (int b = at; b < at + lanes; b++) {
      y[b] = Math.max(y[b], 0f);
    }
  }

  private static void close(float[] x, int xAt, float[] dx, int dxAt, int lanes) {
    for (int b = 0; b < lanes; b++) {
      if (!(x[xAt + b] > 0)) {
        dx[dxAt + b] = 0;
      }
    }
  }
}
