package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.values.Window;

/**
 * One linear layer bound to its windows. The resident order of its weights is input by input (CSC), the order in which
 * the fused backward pass meets them; the forward pass of a sparse layer reads a copy by rows that {@link #refresh}
 * brings up to date. A full pattern runs on the dense kernels, which need neither copy nor indices.
 */
final class Linear {
  private final Kernels kernels;
  private final Pattern pattern;
  private final boolean relu;
  private final int weightAt;
  private final int biasAt;
  private final boolean dense;
  private final int[] columnOffset;
  private final int[] rowOffset;
  private final float[] byRow;

  Linear(Kernels kernels, Pattern pattern, Window weight, Window bias, boolean relu) {
    this.kernels = kernels;
    this.pattern = pattern;
    this.relu = relu;
    this.weightAt = weight.offset();
    this.biasAt = bias.offset();
    this.dense = pattern.isFull();
    this.columnOffset = dense ? null : times(pattern.columns());
    this.rowOffset = dense ? null : times(pattern.rows());
    this.byRow = dense ? null : new float[pattern.nnz()];
  }

  private static int[] times(int[] indices) {
    int[] offsets = new int[indices.length];
    for (int k = 0; k < indices.length; k++) {
      offsets[k] = indices[k] * Tile.LANES;
    }
    return offsets;
  }

  Pattern pattern() {
    return pattern;
  }

  boolean isRectified() {
    return relu;
  }

  /** Copies the layer's values from the documented order into resident order. */
  void load(float[] values, float[] resident) {
    int[] position = pattern.positions();
    for (int p = 0; p < position.length; p++) {
      resident[weightAt + p] = values[weightAt + position[p]];
    }
    System.arraycopy(values, biasAt, resident, biasAt, pattern.out());
  }

  /** Copies the layer's values from resident order into the documented order. */
  void store(float[] resident, float[] values) {
    int[] position = pattern.positions();
    for (int p = 0; p < position.length; p++) {
      values[weightAt + position[p]] = resident[weightAt + p];
    }
    System.arraycopy(resident, biasAt, values, biasAt, pattern.out());
  }

  /** Brings the forward copy up to date after the resident values changed. */
  void refresh(float[] resident) {
    if (!dense) {
      int[] position = pattern.positions();
      for (int p = 0; p < position.length; p++) {
        byRow[position[p]] = resident[weightAt + p];
      }
    }
  }

  void forward(float[] resident, float[] x, int xAt, float[] y, int yAt, int lanes) {
    if (dense) {
      kernels.denseForward(
          pattern.out(), pattern.in(), resident, weightAt, resident, biasAt, x, xAt, y, yAt, relu, lanes);
    } else {
      kernels.sparseForward(
          pattern.out(), pattern.rowStarts(), columnOffset, byRow, resident, biasAt, x, xAt, y, yAt, relu, lanes);
    }
  }

  /** Adds to {@code gradient}; writes {@code dx} unless null, gated where {@code gate} says x came out of a ReLU. */
  void backward(
      float[] resident, float[] gradient, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      boolean gate, int lanes, float[] scratch) {
    kernels.biasGradient(pattern.out(), dy, dyAt, gradient, biasAt, lanes, scratch);
    if (dense) {
      kernels.denseBackward(
          pattern.out(), pattern.in(), resident, weightAt, gradient, weightAt, x, xAt, dy, dyAt, dx, dxAt, gate, lanes,
          scratch);
    } else {
      kernels.sparseBackward(
          pattern.in(), pattern.columnStarts(), rowOffset, resident, weightAt, gradient, weightAt, x, xAt, dy, dyAt,
          dx, dxAt, gate, lanes, scratch);
    }
  }

  /**
   * Forward for a sparse row: the sums of {@link #forward} without the terms that are zero, in the same order, into
   * column {@code lane} of {@code y}.
   *
   * @param sums scratch of at least {@code out} floats
   */
  void forwardSparseRow(
      float[] resident, int[] columns, float[] values, int from, int to, float[] sums, float[] y, int yAt, int lane) {
    int out = pattern.out();
    System.arraycopy(resident, biasAt, sums, 0, out);
    int[] start = pattern.columnStarts();
    int[] row = pattern.rows();
    for (int n = from; n < to; n++) {
      float x = values[n];
      int first = start[columns[n]];
      int count = start[columns[n] + 1] - first;
      if (count == out) {
        for (int o = 0; o < out; o++) {
          sums[o] = Math.fma(resident[weightAt + first + o], x, sums[o]);
        }
      } else {
        for (int k = first; k < first + count; k++) {
          sums[row[k]] = Math.fma(resident[weightAt + k], x, sums[row[k]]);
        }
      }
    }
    for (int o = 0; o < out; o++) {
      y[yAt + o * Tile.LANES + lane] = relu ? Math.max(sums[o], 0f) : sums[o];
    }
  }

  /**
   * Weight gradient of a sparse row, added row after row: only columns that occur are touched, which is why this order
   * differs from the 16 partial sums of dense rows.
   */
  void backwardSparseRow(
      float[] gradient, int[] columns, float[] values, int from, int to, float[] delta, float[] dy, int dyAt,
      int lane) {
    int out = pattern.out();
    for (int o = 0; o < out; o++) {
      delta[o] = dy[dyAt + o * Tile.LANES + lane];
    }
    int[] start = pattern.columnStarts();
    int[] row = pattern.rows();
    for (int n = from; n < to; n++) {
      float x = values[n];
      int first = start[columns[n]];
      int count = start[columns[n] + 1] - first;
      if (count == out) {
        for (int o = 0; o < out; o++) {
          gradient[weightAt + first + o] = Math.fma(x, delta[o], gradient[weightAt + first + o]);
        }
      } else {
        for (int k = first; k < first + count; k++) {
          gradient[weightAt + k] = Math.fma(x, delta[row[k]], gradient[weightAt + k]);
        }
      }
    }
  }

  void biasGradient(float[] gradient, float[] dy, int dyAt, int lanes, float[] scratch) {
    kernels.biasGradient(pattern.out(), dy, dyAt, gradient, biasAt, lanes, scratch);
  }
}
