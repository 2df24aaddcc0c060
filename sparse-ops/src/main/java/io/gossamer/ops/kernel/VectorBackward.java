package io.gossamer.ops.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused backward product by columns: each {@code dy} vector that is loaded feeds the input gradient, kept in
 * registers, and the 16 partial sums of one weight gradient, of which the pairs {@code p[j] + p[j+8]} go to scratch.
 * AVX2 has no registers left for x: it is read again for each nonzero, from scratch, at a constant place beside the
 * sums, so that it takes none of the integer registers either. The fences cost no instruction; they keep C2 from
 * loading ahead until accumulators leave the registers.
 *
 * <p>With vectors of four a tile needs two passes, each over the columns of one half of the partial sums (a stripe).
 */
final class VectorBackward {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final boolean WIDE = WIDTH == 16;

  // Where the vectors of a stripe start: pairs that cover partial sums 0 to 15, or all 16 at once.
  private static final int C1 = WIDTH;
  private static final int C2 = WIDE ? 32 : 16;
  private static final int C3 = WIDE ? 48 : 16 + WIDTH;
  private static final int C4 = 32;
  private static final int C5 = 32 + WIDTH;
  private static final int C6 = 48;
  private static final int C7 = 48 + WIDTH;

  /** Nonzeros whose sums are finished together; enough to hide the call, few enough to stay in the first cache. */
  private static final int BATCH = 128;

  // Scratch: x of the input at work, then the halves of sums.
  private static final int X_AT = Arena.BASE;
  private static final int SUMS_AT = X_AT + Tile.LANES;

  private VectorBackward() {}

  static void columns(
      Panels inputs, int begin, int end, float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x,
      int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    for (int p = 0; p < inputs.count(); p++) {
      boolean last = p == inputs.count() - 1;
      panel(
          inputs, p, begin, end, values, valuesAt, gradient, gradientAt, x, xAt, dy, dyAt, dx, dxAt, gate && last,
          lanes, scratch);
    }
  }

  private static void panel(
      Panels inputs, int panel, int begin, int end, float[] values, int valuesAt, float[] gradient, int gradientAt,
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    int[] starts = inputs.starts();
    int[] offsets = inputs.offsets();
    int line = panel * (inputs.lines() + 1) + begin;
    int first = starts[line];
    for (int i = begin; i < end; i++, line++) {
      int column = i * Tile.LANES;
      int from = starts[line];
      int to = starts[line + 1];
      int at = SUMS_AT + (from - first) * VectorReduction.PER_SUM;
      if (dx == null) {
        weights(from, to, offsets, x, xAt + column, dy, dyAt, scratch, at, lanes);
      } else {
        if (panel == 0) {
          VectorForward.fill(0f, dx, dxAt + column, lanes);
        }
        both(from, to, offsets, values, valuesAt, x, xAt + column, dy, dyAt, dx, dxAt + column, scratch, at, lanes);
        if (gate) {
          VectorForward.close(x, xAt + column, dx, dxAt + column, lanes);
        }
      }
      if (to - first >= BATCH || i == end - 1) {
        VectorReduction.addSums(scratch, SUMS_AT, to - first, gradient, gradientAt + first);
        first = to;
      }
    }
  }

  private static void both(
      int from, int to, int[] rowOffset, float[] values, int valuesAt, float[] x, int xi, float[] dy, int dyAt,
      float[] dx, int di, float[] scratch, int at, int lanes) {
    for (int stripe = 0; stripe < VectorReduction.PARTIALS; stripe += 2 * WIDTH) {
      switch (lanes / Math.max(WIDTH, 8)) {
        case 8 -> {
          if (stripe == 0) {
            copy(x, xi, scratch);
          }
          both8(from, to, rowOffset, values, valuesAt, dy, dyAt + stripe, dx, di + stripe, scratch, at, stripe);
        }
        case 4 -> both4(
            from, to, rowOffset, values, valuesAt, x, xi + stripe, dy, dyAt + stripe, dx, di + stripe, scratch, at,
            stripe);
        default -> both2(from, to, rowOffset, values, valuesAt, x, xi, dy, dyAt, dx, di, scratch, at);
      }
    }
  }

  private static void copy(float[] x, int xi, float[] scratch) {
    for (int b = 0; b < Tile.LANES; b += WIDTH) {
      FloatVector.fromArray(SPECIES, x, xi + b).intoArray(scratch, X_AT + b);
    }
  }

  private static void weights(
      int from, int to, int[] rowOffset, float[] x, int xi, float[] dy, int dyAt, float[] scratch, int at, int lanes) {
    for (int stripe = 0; stripe < VectorReduction.PARTIALS; stripe += 2 * WIDTH) {
      switch (lanes / Math.max(WIDTH, 8)) {
        case 8 -> weights8(from, to, rowOffset, x, xi + stripe, dy, dyAt + stripe, scratch, at, stripe);
        case 4 -> weights4(from, to, rowOffset, x, xi + stripe, dy, dyAt + stripe, scratch, at, stripe);
        default -> weights2(from, to, rowOffset, x, xi, dy, dyAt, scratch, at);
      }
    }
  }

  private static void both8(
      int from, int to, int[] rowOffset, float[] values, int valuesAt, float[] dy, int dyAt, float[] dx, int di,
      float[] scratch, int scratchAt, int stripe) {
    int x = WIDTH < 8 ? X_AT + stripe : X_AT;
    FloatVector d0 = FloatVector.fromArray(SPECIES, dx, di);
    FloatVector d1 = FloatVector.fromArray(SPECIES, dx, di + C1);
    FloatVector d2 = FloatVector.fromArray(SPECIES, dx, di + C2);
    FloatVector d3 = FloatVector.fromArray(SPECIES, dx, di + C3);
    FloatVector d4 = FloatVector.fromArray(SPECIES, dx, di + C4);
    FloatVector d5 = FloatVector.fromArray(SPECIES, dx, di + C5);
    FloatVector d6 = FloatVector.fromArray(SPECIES, dx, di + C6);
    FloatVector d7 = FloatVector.fromArray(SPECIES, dx, di + C7);
    for (int k = from; k < to; k++) {
      int row = dyAt + rowOffset[k];
      int at = scratchAt + (k - from) * VectorReduction.PER_SUM;
      FloatVector w = FloatVector.broadcast(SPECIES, values[valuesAt + k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, scratch, x));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      d1 = w.fma(v, d1);
      FloatVector q = v.mul(FloatVector.fromArray(SPECIES, scratch, x + C1));
      VarHandle.loadLoadFence();
      v = FloatVector.fromArray(SPECIES, dy, row + C2);
      d2 = w.fma(v, d2);
      p = v.fma(FloatVector.fromArray(SPECIES, scratch, x + C2), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C3);
      d3 = w.fma(v, d3);
      q = v.fma(FloatVector.fromArray(SPECIES, scratch, x + C3), q);
      VarHandle.loadLoadFence();
      v = FloatVector.fromArray(SPECIES, dy, row + C4);
      d4 = w.fma(v, d4);
      p = v.fma(FloatVector.fromArray(SPECIES, scratch, x + C4), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C5);
      d5 = w.fma(v, d5);
      q = v.fma(FloatVector.fromArray(SPECIES, scratch, x + C5), q);
      VarHandle.loadLoadFence();
      v = FloatVector.fromArray(SPECIES, dy, row + C6);
      d6 = w.fma(v, d6);
      p = v.fma(FloatVector.fromArray(SPECIES, scratch, x + C6), p);
      v = FloatVector.fromArray(SPECIES, dy, row + C7);
      d7 = w.fma(v, d7);
      q = v.fma(FloatVector.fromArray(SPECIES, scratch, x + C7), q);
      VarHandle.loadLoadFence();
      VectorReduction.keep(p, q, scratch, at, stripe);
    }
    d0.intoArray(dx, di);
    d1.intoArray(dx, di + C1);
    d2.intoArray(dx, di + C2);
    d3.intoArray(dx, di + C3);
    d4.intoArray(dx, di + C4);
    d5.intoArray(dx, di + C5);
    d6.intoArray(dx, di + C6);
    d7.intoArray(dx, di + C7);
  }

  private static void both4(
      int from, int to, int[] rowOffset, float[] values, int valuesAt, float[] x, int xi, float[] dy, int dyAt,
      float[] dx, int di, float[] scratch, int scratchAt, int stripe) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, dx, di);
    FloatVector d1 = FloatVector.fromArray(SPECIES, dx, di + C1);
    FloatVector d2 = FloatVector.fromArray(SPECIES, dx, di + C2);
    FloatVector d3 = FloatVector.fromArray(SPECIES, dx, di + C3);
    for (int k = from; k < to; k++) {
      int row = dyAt + rowOffset[k];
      int at = scratchAt + (k - from) * VectorReduction.PER_SUM;
      FloatVector w = FloatVector.broadcast(SPECIES, values[valuesAt + k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xi));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      d1 = w.fma(v, d1);
      FloatVector u = FloatVector.fromArray(SPECIES, x, xi + C1);
      FloatVector q = WIDE ? v.fma(u, p) : v.mul(u);
      v = FloatVector.fromArray(SPECIES, dy, row + C2);
      d2 = w.fma(v, d2);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xi + C2), WIDE ? q : p);
      v = FloatVector.fromArray(SPECIES, dy, row + C3);
      d3 = w.fma(v, d3);
      q = v.fma(FloatVector.fromArray(SPECIES, x, xi + C3), WIDE ? p : q);
      if (WIDE) {
        VectorReduction.keepAll(q, scratch, at);
      } else {
        VectorReduction.keep(p, q, scratch, at, stripe);
      }
    }
    d0.intoArray(dx, di);
    d1.intoArray(dx, di + C1);
    d2.intoArray(dx, di + C2);
    d3.intoArray(dx, di + C3);
  }

  private static void both2(
      int from, int to, int[] rowOffset, float[] values, int valuesAt, float[] x, int xi, float[] dy, int dyAt,
      float[] dx, int di, float[] scratch, int scratchAt) {
    FloatVector d0 = FloatVector.fromArray(SPECIES, dx, di);
    FloatVector d1 = FloatVector.fromArray(SPECIES, dx, di + C1);
    for (int k = from; k < to; k++) {
      int row = dyAt + rowOffset[k];
      int at = scratchAt + (k - from) * VectorReduction.PER_SUM;
      FloatVector w = FloatVector.broadcast(SPECIES, values[valuesAt + k]);
      FloatVector v = FloatVector.fromArray(SPECIES, dy, row);
      d0 = w.fma(v, d0);
      FloatVector p = v.mul(FloatVector.fromArray(SPECIES, x, xi));
      v = FloatVector.fromArray(SPECIES, dy, row + C1);
      d1 = w.fma(v, d1);
      p = v.fma(FloatVector.fromArray(SPECIES, x, xi + C1), p);
      VectorReduction.keepAll(p, scratch, at);
    }
    d0.intoArray(dx, di);
    d1.intoArray(dx, di + C1);
  }

  private static void weights8(
      int from, int to, int[] rowOffset, float[] x, int xi, float[] dy, int dyAt, float[] scratch, int scratchAt,
      int stripe) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + C1);
    FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + C2);
    FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + C3);
    FloatVector x4 = FloatVector.fromArray(SPECIES, x, xi + C4);
    FloatVector x5 = FloatVector.fromArray(SPECIES, x, xi + C5);
    FloatVector x6 = FloatVector.fromArray(SPECIES, x, xi + C6);
    FloatVector x7 = FloatVector.fromArray(SPECIES, x, xi + C7);
    for (int k = from; k < to; k++) {
      int row = dyAt + rowOffset[k];
      int at = scratchAt + (k - from) * VectorReduction.PER_SUM;
      FloatVector p = x0.mul(FloatVector.fromArray(SPECIES, dy, row));
      FloatVector q = x1.mul(FloatVector.fromArray(SPECIES, dy, row + C1));
      p = x2.fma(FloatVector.fromArray(SPECIES, dy, row + C2), p);
      q = x3.fma(FloatVector.fromArray(SPECIES, dy, row + C3), q);
      p = x4.fma(FloatVector.fromArray(SPECIES, dy, row + C4), p);
      q = x5.fma(FloatVector.fromArray(SPECIES, dy, row + C5), q);
      p = x6.fma(FloatVector.fromArray(SPECIES, dy, row + C6), p);
      q = x7.fma(FloatVector.fromArray(SPECIES, dy, row + C7), q);
      VectorReduction.keep(p, q, scratch, at, stripe);
    }
  }

  private static void weights4(
      int from, int to, int[] rowOffset, float[] x, int xi, float[] dy, int dyAt, float[] scratch, int scratchAt,
      int stripe) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + C1);
    FloatVector x2 = FloatVector.fromArray(SPECIES, x, xi + C2);
    FloatVector x3 = FloatVector.fromArray(SPECIES, x, xi + C3);
    for (int k = from; k < to; k++) {
      int row = dyAt + rowOffset[k];
      int at = scratchAt + (k - from) * VectorReduction.PER_SUM;
      FloatVector p = x0.mul(FloatVector.fromArray(SPECIES, dy, row));
      FloatVector u = FloatVector.fromArray(SPECIES, dy, row + C1);
      FloatVector q = WIDE ? x1.fma(u, p) : x1.mul(u);
      p = x2.fma(FloatVector.fromArray(SPECIES, dy, row + C2), WIDE ? q : p);
      q = x3.fma(FloatVector.fromArray(SPECIES, dy, row + C3), WIDE ? p : q);
      if (WIDE) {
        VectorReduction.keepAll(q, scratch, at);
      } else {
        VectorReduction.keep(p, q, scratch, at, stripe);
      }
    }
  }

  private static void weights2(
      int from, int to, int[] rowOffset, float[] x, int xi, float[] dy, int dyAt, float[] scratch,
      int scratchAt) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xi);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xi + C1);
    for (int k = from; k < to; k++) {
      int row = dyAt + rowOffset[k];
      int at = scratchAt + (k - from) * VectorReduction.PER_SUM;
      FloatVector p = x0.mul(FloatVector.fromArray(SPECIES, dy, row));
      p = x1.fma(FloatVector.fromArray(SPECIES, dy, row + C1), p);
      VectorReduction.keepAll(p, scratch, at);
    }
  }
}
