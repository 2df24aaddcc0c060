package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Convolutions on the Vector API: a strip of 64 floats of one output channel, or of one input channel's gradient, stays
 * in registers while its kept weights pass. Vectors of eight fill eight registers, vectors of sixteen four; vectors of
 * four take two passes, each over half of the partial sums (a stripe).
 */
final class VectorConv {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int PARTIALS = ConvPlan.PARTIALS;

  // Where the vectors of a stripe start: pairs that cover partial sums 0 to 15.
  private static final boolean WIDE = WIDTH == 16;
  private static final int C1 = WIDTH;
  private static final int C2 = 16;
  private static final int C3 = 16 + WIDTH;
  private static final int C4 = 32;
  private static final int C5 = 32 + WIDTH;
  private static final int C6 = 48;
  private static final int C7 = 48 + WIDTH;

  private VectorConv() {}

  static void forward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt,
      float[] y, int yAt) {
    int[] start = plan.rowStarts();
    int[] offset = plan.forwardOffsets(lanes);
    int area = plan.outHeight() * plan.outWidth();
    int step = plan.stride() * lanes;
    for (int row = 0; row < plan.outHeight(); row++) {
      int pixels;
      for (int column = 0; column < plan.outWidth(); column += pixels) {
        pixels = lanes == Tile.HALF && plan.stride() == 1 && column + 1 < plan.outWidth() ? 2 : 1;
        int from = xAt + row * plan.stride() * plan.paddedWidth() * lanes + column * step;
        int into = yAt + (row * plan.outWidth() + column) * lanes;
        for (int o = 0; o < plan.outChannels(); o++) {
          output(
              start[o], start[o + 1], offset, values, bias[biasAt + o], x, from, y, into + o * area * lanes,
              pixels * lanes);
        }
      }
    }
  }

  private static void output(
      int from, int to, int[] offset, float[] values, float bias, float[] x, int xAt, float[] y, int yAt, int floats) {
    switch (floats / WIDTH) {
      case 16 -> {
        output8(from, to, offset, values, bias, x, xAt, y, yAt);
        output8(from, to, offset, values, bias, x, xAt + Tile.HALF, y, yAt + Tile.HALF);
      }
      case 8 -> output8(from, to, offset, values, bias, x, xAt, y, yAt);
      case 4 -> output4(from, to, offset, values, bias, x, xAt, y, yAt);
      default -> output2(from, to, offset, values, bias, x, xAt, y, yAt);
    }
  }

  private static void output8(
      int from, int to, int[] offset, float[] values, float bias, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.broadcast(SPECIES, bias);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    FloatVector y4 = y0;
    FloatVector y5 = y0;
    FloatVector y6 = y0;
    FloatVector y7 = y0;
    for (int k = from; k < to; k++) {
      int at = xAt + offset[k];
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
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + WIDTH);
    y2.intoArray(y, yAt + 2 * WIDTH);
    y3.intoArray(y, yAt + 3 * WIDTH);
    y4.intoArray(y, yAt + 4 * WIDTH);
    y5.intoArray(y, yAt + 5 * WIDTH);
    y6.intoArray(y, yAt + 6 * WIDTH);
    y7.intoArray(y, yAt + 7 * WIDTH);
  }

  private static void output4(
      int from, int to, int[] offset, float[] values, float bias, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.broadcast(SPECIES, bias);
    FloatVector y1 = y0;
    FloatVector y2 = y0;
    FloatVector y3 = y0;
    for (int k = from; k < to; k++) {
      int at = xAt + offset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      y0 = w.fma(FloatVector.fromArray(SPECIES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(SPECIES, x, at + WIDTH), y1);
      y2 = w.fma(FloatVector.fromArray(SPECIES, x, at + 2 * WIDTH), y2);
      y3 = w.fma(FloatVector.fromArray(SPECIES, x, at + 3 * WIDTH), y3);
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + WIDTH);
    y2.intoArray(y, yAt + 2 * WIDTH);
    y3.intoArray(y, yAt + 3 * WIDTH);
  }

  private static void output2(
      int from, int to, int[] offset, float[] values, float bias, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.broadcast(SPECIES, bias);
    FloatVector y1 = y0;
    for (int k = from; k < to; k++) {
      int at = xAt + offset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      y0 = w.fma(FloatVector.fromArray(SPECIES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(SPECIES, x, at + WIDTH), y1);
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + WIDTH);
  }

  static void backward(
      ConvPlan plan, int lanes, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials) {
    int[] start = plan.backwardStarts();
    int[] offset = plan.backwardOffsets(lanes);
    int plane = plan.paddedHeight() * plan.paddedWidth() * lanes;
    int area = plan.height() * plan.width() * lanes;
    for (int phase = 0; phase < plan.stride() * plan.stride(); phase++) {
      int firstColumn = plan.first(phase % plan.stride());
      for (int row = plan.first(phase / plan.stride()); row < plan.height(); row += plan.stride()) {
        // Channels outside, strips inside: a channel's partial sums stay in the cache for the whole row.
        for (int c = 0; c < plan.inChannels(); c++) {
          int list = phase * plan.inChannels() + c;
          int pixels;
          for (int column = firstColumn; column < plan.width(); column += pixels * plan.stride()) {
            pixels = plan.strip(column, lanes);
            strip(
                start[list], start[list + 1], offset, values, x, xAt + plan.inputAt(row, column, lanes) + c * plane, dy,
                dyAt + plan.slopeAt(row, column, lanes), dx, dxAt + (row * plan.width() + column) * lanes + c * area,
                partials, pixels * lanes);
          }
        }
      }
    }
  }

  private static void strip(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials, int floats) {
    for (int stripe = 0; stripe < PARTIALS; stripe += 2 * WIDTH) {
      boolean whole = floats == Tile.LANES;
      if (dx == null) {
        if (whole) {
          weights64(from, to, offset, x, xAt + stripe, dy, dyAt + stripe, partials, stripe);
        } else {
          weights32(from, to, offset, x, xAt + stripe, dy, dyAt + stripe, partials, stripe);
        }
      } else if (whole) {
        both64(from, to, offset, values, x, xAt + stripe, dy, dyAt + stripe, dx, dxAt + stripe, partials, stripe);
      } else {
        both32(from, to, offset, values, x, xAt + stripe, dy, dyAt + stripe, dx, dxAt + stripe, partials, stripe);
      }
    }
  }

  private static void both64(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials, int stripe) {
    if (WIDE) {
      both64Wide(from, to, offset, values, x, xAt, dy, dyAt, dx, dxAt, partials, stripe);
      return;
    }
    FloatVector d0 = FloatVector.zero(SPECIES);
    FloatVector d1 = FloatVector.zero(SPECIES);
    FloatVector d2 = FloatVector.zero(SPECIES);
    FloatVector d3 = FloatVector.zero(SPECIES);
    FloatVector d4 = FloatVector.zero(SPECIES);
    FloatVector d5 = FloatVector.zero(SPECIES);
    FloatVector d6 = FloatVector.zero(SPECIES);
    FloatVector d7 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      d1 = w.fma(v, d1);
      FloatVector q = v.mul(FloatVector.fromArray(SPECIES, x, xAt + C1));
      v = FloatVector.fromArray(SPECIES, dy, row + C2);
      d2 = w.fma(v, d2);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C2), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C3);
      d3 = w.fma(v, d3);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C3), q);
      v = FloatVector.fromArray(SPECIES, dy, row + C4);
      d4 = w.fma(v, d4);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C4), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C5);
      d5 = w.fma(v, d5);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C5), q);
      v = FloatVector.fromArray(SPECIES, dy, row + C6);
      d6 = w.fma(v, d6);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C6), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C7);
      d7 = w.fma(v, d7);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C7), q);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
      FloatVector.fromArray(SPECIES, partials, at + WIDTH).add(q).intoArray(partials, at + WIDTH);
    }
    d0.intoArray(dx, dxAt);
    d1.intoArray(dx, dxAt + C1);
    d2.intoArray(dx, dxAt + C2);
    d3.intoArray(dx, dxAt + C3);
    d4.intoArray(dx, dxAt + C4);
    d5.intoArray(dx, dxAt + C5);
    d6.intoArray(dx, dxAt + C6);
    d7.intoArray(dx, dxAt + C7);
  }

  private static void both64Wide(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials, int stripe) {
    FloatVector d0 = FloatVector.zero(SPECIES);
    FloatVector d1 = FloatVector.zero(SPECIES);
    FloatVector d2 = FloatVector.zero(SPECIES);
    FloatVector d3 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + 16);
      d1 = w.fma(v, d1);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 16), p);
      v = FloatVector.fromArray(SPECIES, dy, row + 32);
      d2 = w.fma(v, d2);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 32), p);
      v = FloatVector.fromArray(SPECIES, dy, row + 48);
      d3 = w.fma(v, d3);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 48), p);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
    }
    d0.intoArray(dx, dxAt);
    d1.intoArray(dx, dxAt + 16);
    d2.intoArray(dx, dxAt + 32);
    d3.intoArray(dx, dxAt + 48);
  }

  private static void weights64(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int stripe) {
    if (WIDE) {
      weights64Wide(from, to, offset, x, xAt, dy, dyAt, partials, stripe);
      return;
    }
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      FloatVector q = v.mul(FloatVector.fromArray(SPECIES, x, xAt + C1));
      v = FloatVector.fromArray(SPECIES, dy, row + C2);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C2), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C3);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C3), q);
      v = FloatVector.fromArray(SPECIES, dy, row + C4);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C4), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C5);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C5), q);
      v = FloatVector.fromArray(SPECIES, dy, row + C6);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C6), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C7);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C7), q);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
      FloatVector.fromArray(SPECIES, partials, at + WIDTH).add(q).intoArray(partials, at + WIDTH);
    }
  }

  private static void weights64Wide(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int stripe) {
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + 16);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 16), p);
      v = FloatVector.fromArray(SPECIES, dy, row + 32);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 32), p);
      v = FloatVector.fromArray(SPECIES, dy, row + 48);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 48), p);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
    }
  }

  private static void both32(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials, int stripe) {
    if (WIDE) {
      both32Wide(from, to, offset, values, x, xAt, dy, dyAt, dx, dxAt, partials, stripe);
      return;
    }
    FloatVector d0 = FloatVector.zero(SPECIES);
    FloatVector d1 = FloatVector.zero(SPECIES);
    FloatVector d2 = FloatVector.zero(SPECIES);
    FloatVector d3 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      d1 = w.fma(v, d1);
      FloatVector q = v.mul(FloatVector.fromArray(SPECIES, x, xAt + C1));
      v = FloatVector.fromArray(SPECIES, dy, row + C2);
      d2 = w.fma(v, d2);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C2), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C3);
      d3 = w.fma(v, d3);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C3), q);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
      FloatVector.fromArray(SPECIES, partials, at + WIDTH).add(q).intoArray(partials, at + WIDTH);
    }
    d0.intoArray(dx, dxAt);
    d1.intoArray(dx, dxAt + C1);
    d2.intoArray(dx, dxAt + C2);
    d3.intoArray(dx, dxAt + C3);
  }

  private static void both32Wide(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt,
      float[] partials, int stripe) {
    FloatVector d0 = FloatVector.zero(SPECIES);
    FloatVector d1 = FloatVector.zero(SPECIES);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + 16);
      d1 = w.fma(v, d1);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 16), p);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
    }
    d0.intoArray(dx, dxAt);
    d1.intoArray(dx, dxAt + 16);
  }

  private static void weights32(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int stripe) {
    if (WIDE) {
      weights32Wide(from, to, offset, x, xAt, dy, dyAt, partials, stripe);
      return;
    }
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      FloatVector q = v.mul(FloatVector.fromArray(SPECIES, x, xAt + C1));
      v = FloatVector.fromArray(SPECIES, dy, row + C2);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C2), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C3);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xAt + C3), q);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
      FloatVector.fromArray(SPECIES, partials, at + WIDTH).add(q).intoArray(partials, at + WIDTH);
    }
  }

  private static void weights32Wide(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int stripe) {
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + stripe;
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xAt));
      v = FloatVector.fromArray(SPECIES, dy, row + 16);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xAt + 16), p);
      FloatVector.fromArray(SPECIES, partials, at).add(p).intoArray(partials, at);
    }
  }
}
