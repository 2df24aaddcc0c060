package io.gossamer.ops.kernel;

import java.util.Arrays;

/** Convolutions in plain loops: the reference, and what runs without the Vector API. */
final class ScalarConv {
  private static final int PARTIALS = ConvPlan.PARTIALS;

  private ScalarConv() {}

  static void forward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt,
      float[] y, int yAt) {
    ConvShape shape = plan.shape();
    for (int row = 0; row < shape.outHeight(); row++) {
      for (int column = 0; column < shape.outputWidth(); column++) {
        for (int o = 0; o < shape.outChannels(); o++) {
          int at = yAt + (o * shape.outputPlane() + row * shape.outputWidth() + column) * lanes;
          Arrays.fill(y, at, at + lanes, bias[biasAt + o]);
          sum(plan.forward(), o, lanes, lanes, values, x, xAt + shape.windowAt(row, column, lanes), y, at);
        }
      }
    }
  }

  static void inputGradient(
      ConvPlan plan, int lanes, int first, int end, float[] values, float[] dy, int dyAt, float[] dx, int dxAt) {
    ConvShape shape = plan.shape();
    for (int phase = 0; phase < shape.stride() * shape.stride(); phase++) {
      for (int row = shape.first(phase / shape.stride()); row < shape.height(); row += shape.stride()) {
        int pixels;
        for (int column = shape.first(phase % shape.stride()); column < shape.gradientWidth();
            column += pixels * shape.stride()) {
          pixels = shape.strip(column, shape.gradientWidth(), lanes);
          for (int c = first; c < end; c++) {
            int at = dxAt + (c * shape.gradientPlane() + row * shape.gradientWidth() + column) * lanes;
            Arrays.fill(dx, at, at + pixels * lanes, 0f);
            sum(plan.backward(), phase * shape.inChannels() + c, lanes, pixels * lanes, values, dy,
                dyAt + shape.slopeAt(row, column, lanes), dx, at);
          }
        }
      }
    }
  }

  static void weightGradient(
      ConvPlan plan, int lanes, int first, int end, float[] x, int xAt, float[] dy, int dyAt, float[] partials) {
    ConvShape shape = plan.shape();
    for (int phase = 0; phase < shape.stride() * shape.stride(); phase++) {
      for (int row = shape.first(phase / shape.stride()); row < shape.height(); row += shape.stride()) {
        int pixels;
        for (int column = shape.first(phase % shape.stride()); column < shape.gradientWidth();
            column += pixels * shape.stride()) {
          pixels = shape.strip(column, shape.gradientWidth(), lanes);
          for (int c = 0; c < shape.inChannels(); c++) {
            int at = xAt + c * shape.inputPlane() * lanes + shape.inputAt(row, column, lanes);
            products(plan.backward(), phase * shape.inChannels() + c, first, end, lanes, pixels * lanes, x, at, dy,
                dyAt + shape.slopeAt(row, column, lanes), partials);
          }
        }
      }
    }
  }

  /** Adds weight times place to {@code floats} sums, for each weight of a line. */
  private static void sum(
      ConvLists lists, int line, int lanes, int floats, float[] values, float[] from, int fromAt, float[] to,
      int toAt) {
    int[] offset = lists.offsets(lanes);
    for (int list = line; list < lists.panels() * lists.lines(); list += lists.lines()) {
      for (int k = lists.starts()[list]; k < lists.starts()[list + 1]; k++) {
        for (int b = 0; b < floats; b++) {
          to[toAt + b] = Math.fma(values[k], from[fromAt + offset[k] + b], to[toAt + b]);
        }
      }
    }
  }

  /** Adds what a strip brings to the partial sums of each weight of a line that is in {@code [first, end)}. */
  private static void products(
      ConvLists lists, int line, int first, int end, int lanes, int floats, float[] x, int xAt, float[] dy, int dyAt,
      float[] partials) {
    int[] offset = lists.offsets(lanes);
    for (int list = line; list < lists.panels() * lists.lines(); list += lists.lines()) {
      for (int k = Math.max(first, lists.starts()[list]); k < Math.min(end, lists.starts()[list + 1]); k++) {
        for (int b = 0; b < floats; b++) {
          int at = k * PARTIALS + b % PARTIALS;
          partials[at] = Math.fma(dy[dyAt + offset[k] + b], x[xAt + b], partials[at]);
        }
      }
    }
  }
}
