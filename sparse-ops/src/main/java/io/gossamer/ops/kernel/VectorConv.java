package io.gossamer.ops.kernel;

/**
 * Convolutions on the Vector API: which strip of which channel meets which panel, in the order that keeps a panel in
 * the first cache. Input and weight gradient are two passes: one was measured slower, likely for want of registers
 * (docs/benchmarks.md).
 */
final class VectorConv {
  private VectorConv() {}

  static void forward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt,
      float[] y, int yAt) {
    ConvShape shape = plan.shape();
    ConvLists lists = plan.forward();
    int[] start = lists.starts();
    int[] offset = lists.offsets(lanes);
    int width = shape.outputWidth();
    int plane = shape.outputPlane() * lanes;
    for (int row = 0; row < shape.outHeight(); row++) {
      for (int panel = 0; panel < lists.panels(); panel++) {
        int list = panel * shape.outChannels();
        int pixels;
        for (int column = 0; column < width; column += pixels) {
          pixels = shape.strip(column, width, lanes);
          int from = xAt + shape.windowAt(row, column, lanes);
          int at = yAt + (row * width + column) * lanes;
          for (int o = 0; o < shape.outChannels(); o++) {
            if (panel == 0) {
              VectorStrip.fill(bias[biasAt + o], y, at + o * plane, pixels * lanes);
            }
            VectorStrip.sum(
                start[list + o], start[list + o + 1], offset, values, x, from, y, at + o * plane, pixels * lanes);
          }
        }
      }
    }
  }

  static void inputGradient(
      ConvPlan plan, int lanes, int first, int end, float[] values, float[] dy, int dyAt, float[] dx, int dxAt) {
    for (int phase = 0; phase < plan.shape().stride() * plan.shape().stride(); phase++) {
      inputGradient(plan, phase, lanes, first, end, values, dy, dyAt, dx, dxAt);
    }
  }

  static void weightGradient(
      ConvPlan plan, int lanes, int first, int end, float[] x, int xAt, float[] dy, int dyAt, float[] partials) {
    for (int phase = 0; phase < plan.shape().stride() * plan.shape().stride(); phase++) {
      weightGradient(plan, phase, lanes, first, end, x, xAt, dy, dyAt, partials);
    }
  }

  private static void inputGradient(
      ConvPlan plan, int phase, int lanes, int first, int end, float[] values, float[] dy, int dyAt, float[] dx,
      int dxAt) {
    ConvShape shape = plan.shape();
    ConvLists lists = plan.backward();
    int[] start = lists.starts();
    int[] offset = lists.offsets(lanes);
    int stride = shape.stride();
    int width = shape.gradientWidth();
    int plane = shape.gradientPlane() * lanes;
    for (int row = shape.first(phase / stride); row < shape.height(); row += stride) {
      for (int panel = 0; panel < lists.panels(); panel++) {
        int list = panel * lists.lines() + phase * shape.inChannels();
        int pixels;
        for (int column = shape.first(phase % stride); column < width; column += pixels * stride) {
          pixels = shape.strip(column, width, lanes);
          int from = dyAt + shape.slopeAt(row, column, lanes);
          int at = dxAt + (row * width + column) * lanes;
          for (int c = first; c < end; c++) {
            if (panel == 0) {
              VectorStrip.fill(0f, dx, at + c * plane, pixels * lanes);
            }
            VectorStrip.sum(
                start[list + c], start[list + c + 1], offset, values, dy, from, dx, at + c * plane, pixels * lanes);
          }
        }
      }
    }
  }

  private static void weightGradient(
      ConvPlan plan, int phase, int lanes, int first, int end, float[] x, int xAt, float[] dy, int dyAt,
      float[] partials) {
    ConvShape shape = plan.shape();
    ConvLists lists = plan.backward();
    int[] start = lists.starts();
    int[] offset = lists.offsets(lanes);
    int stride = shape.stride();
    int width = shape.gradientWidth();
    int plane = shape.inputPlane() * lanes;
    // Panels outside: a panel's partial sums stay in the second cache for the whole image.
    for (int panel = 0; panel < lists.panels(); panel++) {
      int list = panel * lists.lines() + phase * shape.inChannels();
      if (start[list] >= end || start[list + shape.inChannels()] <= first) {
        continue;
      }
      for (int row = shape.first(phase / stride); row < shape.height(); row += stride) {
        int pixels;
        for (int column = shape.first(phase % stride); column < width; column += pixels * stride) {
          pixels = shape.strip(column, width, lanes);
          int from = dyAt + shape.slopeAt(row, column, lanes);
          int at = xAt + shape.inputAt(row, column, lanes);
          for (int c = 0; c < shape.inChannels(); c++) {
            VectorStrip.products(
                Math.max(first, start[list + c]), Math.min(end, start[list + c + 1]), offset, x, at + c * plane, dy,
                from, partials, pixels * lanes);
          }
        }
      }
    }
  }
}
