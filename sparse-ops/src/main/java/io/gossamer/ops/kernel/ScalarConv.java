package io.gossamer.ops.kernel;

import java.util.Arrays;

/** Convolutions in plain loops: the reference, and what runs without the Vector API. */
final class ScalarConv {
  private static final int PARTIALS = ConvPlan.PARTIALS;

  private ScalarConv() {}

  static void forward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt,
      float[] y, int yAt) {
    int[] start = plan.rowStarts();
    int[] offset = plan.forwardOffsets(lanes);
    int area = plan.outHeight() * plan.outWidth();
    for (int p = 0; p < area; p++) {
      int from = xAt + (p / plan.outWidth() * plan.paddedWidth() + p % plan.outWidth()) * plan.stride() * lanes;
      for (int o = 0; o < plan.outChannels(); o++) {
        int row = yAt + (o * area + p) * lanes;
        Arrays.fill(y, row, row + lanes, bias[biasAt + o]);
        for (int k = start[o]; k < start[o + 1]; k++) {
          for (int b = 0; b < lanes; b++) {
            y[row + b] = Math.fma(values[k], x[from + offset[k] + b], y[row + b]);
          }
        }
      }
    }
  }

  static void backward(
      ConvPlan plan, int lanes, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials) {
    int plane = plan.paddedHeight() * plan.paddedWidth() * lanes;
    int area = plan.height() * plan.width() * lanes;
    for (int phase = 0; phase < plan.stride() * plan.stride(); phase++) {
      int firstColumn = plan.first(phase % plan.stride());
      for (int row = plan.first(phase / plan.stride()); row < plan.height(); row += plan.stride()) {
        int pixels;
        for (int column = firstColumn; column < plan.width(); column += pixels * plan.stride()) {
          pixels = plan.strip(column, lanes);
          int xi = xAt + plan.inputAt(row, column, lanes);
          int di = dyAt + plan.slopeAt(row, column, lanes);
          int gi = dxAt + (row * plan.width() + column) * lanes;
          for (int c = 0; c < plan.inChannels(); c++) {
            strip(plan, phase * plan.inChannels() + c, lanes, pixels * lanes, values, x, xi + c * plane, dy, di, dx,
                gi + c * area, partials);
          }
        }
      }
    }
  }

  private static void strip(
      ConvPlan plan, int list, int lanes, int floats, float[] values, float[] x, int xAt, float[] dy, int dyAt,
      float[] dx, int dxAt, float[] partials) {
    int[] offset = plan.backwardOffsets(lanes);
    if (dx != null) {
      Arrays.fill(dx, dxAt, dxAt + floats, 0f);
    }
    for (int k = plan.backwardStarts()[list]; k < plan.backwardStarts()[list + 1]; k++) {
      int from = dyAt + offset[k];
      for (int b = 0; dx != null && b < floats; b++) {
        dx[dxAt + b] = Math.fma(values[k], dy[from + b], dx[dxAt + b]);
      }
      for (int j = 0; j < PARTIALS; j++) {
        float sum = dy[from + j] * x[xAt + j];
        for (int b = j + PARTIALS; b < floats; b += PARTIALS) {
          sum = Math.fma(dy[from + b], x[xAt + b], sum);
        }
        partials[k * PARTIALS + j] += sum;
      }
    }
  }
}
