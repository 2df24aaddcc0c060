package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The inner loops of a convolution, over a strip of 64 or 32 floats and the weights of one line: the strip stays in
 * registers while the weights pass. Vectors of eight fill eight registers, vectors of sixteen four; vectors of four
 * take the strip in two parts.
 */
final class VectorStrip {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int PARTIALS = ConvPlan.PARTIALS;

  // Where the vectors of a part of the partial sums start: pairs that cover partial sums 0 to 15.
  private static final boolean WIDE = WIDTH == 16;
  private static final int C1 = WIDTH;
  private static final int C2 = 16;
  private static final int C3 = 16 + WIDTH;
  private static final int C4 = 32;
  private static final int C5 = 32 + WIDTH;
  private static final int C6 = 48;
  private static final int C7 = 48 + WIDTH;

  private VectorStrip() {}

  static void fill(float value, float[] y, int yAt, int floats) {
    FloatVector v = FloatVector.broadcast(SPECIES, value);
    for (int at = yAt; at < yAt + floats; at += WIDTH) {
      v.intoArray(y, at);
    }
  }

  static void addRows(float[] from, int fromAt, int count, float[] sums) {
    for (int column = 0; column < Tile.LANES; column += 2 * WIDTH) {
      FloatVector s0 = FloatVector.fromArray(SPECIES, sums, column);
      FloatVector s1 = FloatVector.fromArray(SPECIES, sums, column + WIDTH);
      for (int n = 0; n < count; n++) {
        int at = fromAt + n * Tile.LANES + column;
        s0 = s0.add(FloatVector.fromArray(SPECIES, from, at));
        s1 = s1.add(FloatVector.fromArray(SPECIES, from, at + WIDTH));
      }
      s0.intoArray(sums, column);
      s1.intoArray(sums, column + WIDTH);
    }
  }

  /** Adds weight times {@code x[xAt + offset]} to the strip, for each weight. */
  static void sum(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] y, int yAt, int floats) {
    if (from == to) {
      return;
    }
    switch (floats / WIDTH) {
      case 16 -> {
        sum8(from, to, offset, values, x, xAt, y, yAt);
        sum8(from, to, offset, values, x, xAt + Tile.HALF, y, yAt + Tile.HALF);
      }
      case 8 -> sum8(from, to, offset, values, x, xAt, y, yAt);
      case 4 -> sum4(from, to, offset, values, x, xAt, y, yAt);
      default -> sum2(from, to, offset, values, x, xAt, y, yAt);
    }
  }

  /** Adds strip times {@code dy[dyAt + offset]} to the partial sums of each weight. */
  static void products(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int floats) {
    if (from >= to) {
      return;
    }
    boolean whole = floats == Tile.LANES;
    if (WIDE) {
      if (whole) {
        products64Wide(from, to, offset, x, xAt, dy, dyAt, partials);
      } else {
        products32Wide(from, to, offset, x, xAt, dy, dyAt, partials);
      }
      return;
    }
    for (int part = 0; part < PARTIALS; part += 2 * WIDTH) {
      if (whole) {
        products64(from, to, offset, x, xAt + part, dy, dyAt + part, partials, part);
      } else {
        products32(from, to, offset, x, xAt + part, dy, dyAt + part, partials, part);
      }
    }
  }

  private static void sum8(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, y, yAt);
    FloatVector y1 = FloatVector.fromArray(SPECIES, y, yAt + WIDTH);
    FloatVector y2 = FloatVector.fromArray(SPECIES, y, yAt + 2 * WIDTH);
    FloatVector y3 = FloatVector.fromArray(SPECIES, y, yAt + 3 * WIDTH);
    FloatVector y4 = FloatVector.fromArray(SPECIES, y, yAt + 4 * WIDTH);
    FloatVector y5 = FloatVector.fromArray(SPECIES, y, yAt + 5 * WIDTH);
    FloatVector y6 = FloatVector.fromArray(SPECIES, y, yAt + 6 * WIDTH);
    FloatVector y7 = FloatVector.fromArray(SPECIES, y, yAt + 7 * WIDTH);
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

  private static void sum4(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, y, yAt);
    FloatVector y1 = FloatVector.fromArray(SPECIES, y, yAt + WIDTH);
    FloatVector y2 = FloatVector.fromArray(SPECIES, y, yAt + 2 * WIDTH);
    FloatVector y3 = FloatVector.fromArray(SPECIES, y, yAt + 3 * WIDTH);
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

  private static void sum2(
      int from, int to, int[] offset, float[] values, float[] x, int xAt, float[] y, int yAt) {
    FloatVector y0 = FloatVector.fromArray(SPECIES, y, yAt);
    FloatVector y1 = FloatVector.fromArray(SPECIES, y, yAt + WIDTH);
    for (int k = from; k < to; k++) {
      int at = xAt + offset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[k]);
      y0 = w.fma(FloatVector.fromArray(SPECIES, x, at), y0);
      y1 = w.fma(FloatVector.fromArray(SPECIES, x, at + WIDTH), y1);
    }
    y0.intoArray(y, yAt);
    y1.intoArray(y, yAt + WIDTH);
  }

  private static void products64(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int part) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + C1);
    FloatVector x2 = FloatVector.fromArray(SPECIES, x, xAt + C2);
    FloatVector x3 = FloatVector.fromArray(SPECIES, x, xAt + C3);
    FloatVector x4 = FloatVector.fromArray(SPECIES, x, xAt + C4);
    FloatVector x5 = FloatVector.fromArray(SPECIES, x, xAt + C5);
    FloatVector x6 = FloatVector.fromArray(SPECIES, x, xAt + C6);
    FloatVector x7 = FloatVector.fromArray(SPECIES, x, xAt + C7);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + part;
      FloatVector p = FloatVector.fromArray(SPECIES, partials, at);
      FloatVector q = FloatVector.fromArray(SPECIES, partials, at + WIDTH);
      p = x0.fma(FloatVector.fromArray(SPECIES, dy, row), p);
      q = x1.fma(FloatVector.fromArray(SPECIES, dy, row + C1), q);
      p = x2.fma(FloatVector.fromArray(SPECIES, dy, row + C2), p);
      q = x3.fma(FloatVector.fromArray(SPECIES, dy, row + C3), q);
      p = x4.fma(FloatVector.fromArray(SPECIES, dy, row + C4), p);
      q = x5.fma(FloatVector.fromArray(SPECIES, dy, row + C5), q);
      p = x6.fma(FloatVector.fromArray(SPECIES, dy, row + C6), p);
      q = x7.fma(FloatVector.fromArray(SPECIES, dy, row + C7), q);
      p.intoArray(partials, at);
      q.intoArray(partials, at + WIDTH);
    }
  }

  private static void products32(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials, int part) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + C1);
    FloatVector x2 = FloatVector.fromArray(SPECIES, x, xAt + C2);
    FloatVector x3 = FloatVector.fromArray(SPECIES, x, xAt + C3);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      int at = k * PARTIALS + part;
      FloatVector p = FloatVector.fromArray(SPECIES, partials, at);
      FloatVector q = FloatVector.fromArray(SPECIES, partials, at + WIDTH);
      p = x0.fma(FloatVector.fromArray(SPECIES, dy, row), p);
      q = x1.fma(FloatVector.fromArray(SPECIES, dy, row + C1), q);
      p = x2.fma(FloatVector.fromArray(SPECIES, dy, row + C2), p);
      q = x3.fma(FloatVector.fromArray(SPECIES, dy, row + C3), q);
      p.intoArray(partials, at);
      q.intoArray(partials, at + WIDTH);
    }
  }

  private static void products64Wide(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + 16);
    FloatVector x2 = FloatVector.fromArray(SPECIES, x, xAt + 32);
    FloatVector x3 = FloatVector.fromArray(SPECIES, x, xAt + 48);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      FloatVector p = FloatVector.fromArray(SPECIES, partials, k * PARTIALS);
      p = x0.fma(FloatVector.fromArray(SPECIES, dy, row), p);
      p = x1.fma(FloatVector.fromArray(SPECIES, dy, row + 16), p);
      p = x2.fma(FloatVector.fromArray(SPECIES, dy, row + 32), p);
      p = x3.fma(FloatVector.fromArray(SPECIES, dy, row + 48), p);
      p.intoArray(partials, k * PARTIALS);
    }
  }

  private static void products32Wide(
      int from, int to, int[] offset, float[] x, int xAt, float[] dy, int dyAt, float[] partials) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + 16);
    for (int k = from; k < to; k++) {
      int row = dyAt + offset[k];
      FloatVector p = FloatVector.fromArray(SPECIES, partials, k * PARTIALS);
      p = x0.fma(FloatVector.fromArray(SPECIES, dy, row), p);
      p = x1.fma(FloatVector.fromArray(SPECIES, dy, row + 16), p);
      p.intoArray(partials, k * PARTIALS);
    }
  }
}
