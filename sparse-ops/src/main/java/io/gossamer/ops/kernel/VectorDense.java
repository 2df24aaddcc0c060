package io.gossamer.ops.kernel;

import java.lang.invoke.VarHandle;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Full matrices. Forward and input gradient are one product: a block of weights is packed, so that its rows do not
 * compete for the same cache sets, then blocks of four results by two vectors of columns pass over source rows that
 * fit the first cache. The weight gradient has its vectors along the outputs, on a transposed block of {@code dy}, so
 * that its tree of partial sums adds whole vectors.
 *
 * <p>The fences cost no instruction. They keep C2 from moving loads ahead until accumulators no longer fit the
 * registers, which would make these loops two to three times slower (docs/benchmarks.md).
 */
final class VectorDense {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Source rows of a pass: 96 rows of 256 bytes take three quarters of a 32 KB cache. */
  private static final int PANEL = 96;

  /** Results whose weights are packed at once, and then meet every tile. */
  private static final int PACKED = 64;

  /** Results whose weights of one source lie together: a cache line, on every width whole vectors. */
  private static final int GROUP = 16;
  private static final int PER_GROUP = Tile.LANES / GROUP;
  private static final int RESULTS = 4;

  /** Outputs of a weight gradient block. */
  private static final int OUTPUTS = 4 * WIDTH;

  /** Inputs whose sums wait in scratch: added together, the cache misses on their gradients overlap. */
  private static final int INPUTS = 48;

  private static final int PAIRS = VectorReduction.PARTIALS / 2;

  // Scratch of the weight gradient: the transposed block of dy, the pairs of partial sums of an input, whole sums.
  private static final int PAIRS_AT = Tile.LANES * OUTPUTS;
  private static final int SUMS_AT = PAIRS_AT + PAIRS * OUTPUTS;

  private VectorDense() {}

  /**
   * {@code into[r] += sum over s of w[wAt + r * perResult + s * perSource] * from[s]}, sources ascending; one of the
   * strides is 1. Of the results {@code [first, end)}.
   */
  static void multiply(
      int results, int first, int end, int sources, float[] w, int wAt, int perResult, int perSource, float[] from,
      int fromAt, float[] into, int intoAt, int rows, float[] scratch) {
    for (int s = 0; s < sources; s += PANEL) {
      int count = Math.min(PANEL, sources - s);
      for (int r = first; r < end; r += PACKED) {
        int left = Math.min(PACKED, end - r);
        int weight = wAt + r * perResult + s * perSource;
        if (perResult == 1) {
          packRows(w, weight, perSource, count, left, scratch);
        } else {
          packColumns(w, weight, perResult, count, left, scratch);
        }
        for (int t = 0; t < Tile.count(rows); t++) {
          int source = fromAt + (t * sources + s) * Tile.LANES;
          int result = intoAt + (t * results + r) * Tile.LANES;
          for (int g = 0; g < left; g += GROUP) {
            group(
                Math.min(GROUP, left - g), count, scratch, g * PANEL, from, source, into, result + g * Tile.LANES,
                Tile.lanes(rows, t));
          }
        }
      }
    }
  }

  private static void packRows(float[] w, int wAt, int perSource, int sources, int results, float[] into) {
    int whole = results - results % GROUP;
    for (int n = 0; n < sources; n++) {
      int from = wAt + n * perSource;
      int at = n * GROUP;
      for (int g = 0; g < whole; g += GROUP) {
        for (int r = 0; r < GROUP; r += WIDTH) {
          FloatVector.fromArray(SPECIES, w, from + g + r).intoArray(into, at + g * PANEL + r);
        }
      }
      for (int r = whole; r < results; r++) {
        into[at + whole * PANEL + r - whole] = w[from + r];
      }
    }
  }

  private static void packColumns(float[] w, int wAt, int perResult, int sources, int results, float[] into) {
    for (int g = 0; g < results; g += GROUP) {
      VectorTranspose.transpose(
          w, wAt + g * perResult, perResult, Math.min(GROUP, results - g), sources, into, g * PANEL, GROUP);
    }
  }

  private static void group(
      int results, int sources, float[] w, int wAt, float[] from, int fromAt, float[] into, int intoAt, int lanes) {
    int whole = results - results % RESULTS;
    for (int b = 0; b < lanes; b += 2 * WIDTH) {
      for (int r = 0; r < whole; r += RESULTS) {
        four(sources, w, wAt + r, from, fromAt + b, into, intoAt + r * Tile.LANES + b);
      }
      for (int r = whole; r < results; r++) {
        one(sources, w, wAt + r, from, fromAt + b, into, intoAt + r * Tile.LANES + b);
      }
    }
  }

  /** Four results by two vectors, accumulators in registers; weights {@code [source][GROUP]}. */
  private static void four(
      int sources, float[] w, int wAt, float[] from, int fromAt, float[] into, int at) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, into, at);
    FloatVector b0 = FloatVector.fromArray(SPECIES, into, at + WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, into, at + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, into, at + Tile.LANES + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, into, at + 2 * Tile.LANES);
    FloatVector b2 = FloatVector.fromArray(SPECIES, into, at + 2 * Tile.LANES + WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, into, at + 3 * Tile.LANES);
    FloatVector b3 = FloatVector.fromArray(SPECIES, into, at + 3 * Tile.LANES + WIDTH);
    int end = sources * GROUP;
    int s = 0;
    for (; s <= end - 4 * GROUP; s += 4 * GROUP) {
      int source = fromAt + s * PER_GROUP;
      int weight = wAt + s;
      FloatVector a = FloatVector.fromArray(SPECIES, from, source);
      FloatVector b = FloatVector.fromArray(SPECIES, from, source + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, w[weight]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
      a = FloatVector.fromArray(SPECIES, from, source + Tile.LANES);
      b = FloatVector.fromArray(SPECIES, from, source + Tile.LANES + WIDTH);
      v = FloatVector.broadcast(SPECIES, w[weight + GROUP]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + GROUP + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + GROUP + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + GROUP + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
      a = FloatVector.fromArray(SPECIES, from, source + 2 * Tile.LANES);
      b = FloatVector.fromArray(SPECIES, from, source + 2 * Tile.LANES + WIDTH);
      v = FloatVector.broadcast(SPECIES, w[weight + 2 * GROUP]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 2 * GROUP + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 2 * GROUP + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 2 * GROUP + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
      a = FloatVector.fromArray(SPECIES, from, source + 3 * Tile.LANES);
      b = FloatVector.fromArray(SPECIES, from, source + 3 * Tile.LANES + WIDTH);
      v = FloatVector.broadcast(SPECIES, w[weight + 3 * GROUP]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 3 * GROUP + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 3 * GROUP + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 3 * GROUP + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
    }
    for (; s < end; s += GROUP) {
      int source = fromAt + s * PER_GROUP;
      int weight = wAt + s;
      FloatVector a = FloatVector.fromArray(SPECIES, from, source);
      FloatVector b = FloatVector.fromArray(SPECIES, from, source + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, w[weight]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, w[weight + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
    }
    a0.intoArray(into, at);
    b0.intoArray(into, at + WIDTH);
    a1.intoArray(into, at + Tile.LANES);
    b1.intoArray(into, at + Tile.LANES + WIDTH);
    a2.intoArray(into, at + 2 * Tile.LANES);
    b2.intoArray(into, at + 2 * Tile.LANES + WIDTH);
    a3.intoArray(into, at + 3 * Tile.LANES);
    b3.intoArray(into, at + 3 * Tile.LANES + WIDTH);
  }

  private static void one(int sources, float[] w, int wAt, float[] from, int fromAt, float[] into, int at) {
    FloatVector a = FloatVector.fromArray(SPECIES, into, at);
    FloatVector b = FloatVector.fromArray(SPECIES, into, at + WIDTH);
    for (int n = 0; n < sources; n++) {
      FloatVector v = FloatVector.broadcast(SPECIES, w[wAt + n * GROUP]);
      a = v.fma(FloatVector.fromArray(SPECIES, from, fromAt + n * Tile.LANES), a);
      b = v.fma(FloatVector.fromArray(SPECIES, from, fromAt + n * Tile.LANES + WIDTH), b);
    }
    a.intoArray(into, at);
    b.intoArray(into, at + WIDTH);
  }

  /**
   * Adds the weight gradient of a tile, of the inputs {@code [first, end)}; {@code gradient} lies input by input.
   * {@code dy} is read again for each input, as operands: what waits in a register for several inputs pushes
   * accumulators out of theirs.
   */
  static void weights(
      int out, int first, int end, float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt,
      int lanes, float[] scratch) {
    for (int o = 0; o < out; o += OUTPUTS) {
      int outputs = Math.min(OUTPUTS, out - o);
      transpose(dy, dyAt + o * Tile.LANES, outputs, lanes, scratch);
      for (int i = first; i < end; i += INPUTS) {
        int inputs = Math.min(INPUTS, end - i);
        for (int n = 0; n < inputs; n++) {
          int column = xAt + (i + n) * Tile.LANES;
          if (lanes == Tile.LANES) {
            pairs4(x, column, scratch);
          } else {
            pairs2(x, column, scratch);
          }
          trees(scratch, SUMS_AT + n * OUTPUTS);
        }
        addSums(inputs, outputs, scratch, gradient, gradientAt + i * out + o, out);
      }
    }
  }

  /** {@code scratch[b][o] = dy[o][b]}, zero for outputs that are not there. */
  private static void transpose(float[] dy, int dyAt, int outputs, int lanes, float[] scratch) {
    VectorTranspose.transpose(dy, dyAt, Tile.LANES, outputs, lanes, scratch, 0, OUTPUTS);
    for (int b = 0; outputs < OUTPUTS && b < lanes; b++) {
      Arrays.fill(scratch, b * OUTPUTS + outputs, (b + 1) * OUTPUTS, 0f);
    }
  }

  /** Partial sums of one input and a block of outputs, {@code p[j] + p[j + 8]} for each j: four columns each. */
  private static void pairs4(float[] x, int column, float[] scratch) {
    for (int j = 0; j < PAIRS; j++) {
      int at = j * OUTPUTS;
      FloatVector v = FloatVector.broadcast(SPECIES, x[column + j]);
      FloatVector a = v.mul(FloatVector.fromArray(SPECIES, scratch, at));
      FloatVector b = v.mul(FloatVector.fromArray(SPECIES, scratch, at + WIDTH));
      FloatVector c = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 2 * WIDTH));
      FloatVector d = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 3 * WIDTH));
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 8]);
      FloatVector a8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS));
      FloatVector b8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS + WIDTH));
      FloatVector c8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS + 2 * WIDTH));
      FloatVector d8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS + 3 * WIDTH));
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 16]);
      a = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS), a);
      b = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS + WIDTH), b);
      c = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS + 2 * WIDTH), c);
      d = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS + 3 * WIDTH), d);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 24]);
      a8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS), a8);
      b8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS + WIDTH), b8);
      c8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS + 2 * WIDTH), c8);
      d8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS + 3 * WIDTH), d8);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 32]);
      a = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 32 * OUTPUTS), a);
      b = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 32 * OUTPUTS + WIDTH), b);
      c = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 32 * OUTPUTS + 2 * WIDTH), c);
      d = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 32 * OUTPUTS + 3 * WIDTH), d);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 40]);
      a8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 40 * OUTPUTS), a8);
      b8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 40 * OUTPUTS + WIDTH), b8);
      c8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 40 * OUTPUTS + 2 * WIDTH), c8);
      d8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 40 * OUTPUTS + 3 * WIDTH), d8);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 48]);
      a = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 48 * OUTPUTS), a);
      b = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 48 * OUTPUTS + WIDTH), b);
      c = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 48 * OUTPUTS + 2 * WIDTH), c);
      d = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 48 * OUTPUTS + 3 * WIDTH), d);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 56]);
      a8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 56 * OUTPUTS), a8);
      b8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 56 * OUTPUTS + WIDTH), b8);
      c8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 56 * OUTPUTS + 2 * WIDTH), c8);
      d8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 56 * OUTPUTS + 3 * WIDTH), d8);
      VarHandle.loadLoadFence();
      a.add(a8).intoArray(scratch, PAIRS_AT + at);
      b.add(b8).intoArray(scratch, PAIRS_AT + at + WIDTH);
      c.add(c8).intoArray(scratch, PAIRS_AT + at + 2 * WIDTH);
      d.add(d8).intoArray(scratch, PAIRS_AT + at + 3 * WIDTH);
    }
  }

  /** The same over half a tile: two columns each. */
  private static void pairs2(float[] x, int column, float[] scratch) {
    for (int j = 0; j < PAIRS; j++) {
      int at = j * OUTPUTS;
      FloatVector v = FloatVector.broadcast(SPECIES, x[column + j]);
      FloatVector a = v.mul(FloatVector.fromArray(SPECIES, scratch, at));
      FloatVector b = v.mul(FloatVector.fromArray(SPECIES, scratch, at + WIDTH));
      FloatVector c = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 2 * WIDTH));
      FloatVector d = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 3 * WIDTH));
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 8]);
      FloatVector a8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS));
      FloatVector b8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS + WIDTH));
      FloatVector c8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS + 2 * WIDTH));
      FloatVector d8 = v.mul(FloatVector.fromArray(SPECIES, scratch, at + 8 * OUTPUTS + 3 * WIDTH));
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 16]);
      a = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS), a);
      b = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS + WIDTH), b);
      c = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS + 2 * WIDTH), c);
      d = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 16 * OUTPUTS + 3 * WIDTH), d);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, x[column + j + 24]);
      a8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS), a8);
      b8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS + WIDTH), b8);
      c8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS + 2 * WIDTH), c8);
      d8 = v.fma(FloatVector.fromArray(SPECIES, scratch, at + 24 * OUTPUTS + 3 * WIDTH), d8);
      VarHandle.loadLoadFence();
      a.add(a8).intoArray(scratch, PAIRS_AT + at);
      b.add(b8).intoArray(scratch, PAIRS_AT + at + WIDTH);
      c.add(c8).intoArray(scratch, PAIRS_AT + at + 2 * WIDTH);
      d.add(d8).intoArray(scratch, PAIRS_AT + at + 3 * WIDTH);
    }
  }

  // Written out: a helper that returns a vector may be compiled on its own first, and then boxes it at every call.
  private static void trees(float[] scratch, int into) {
    for (int n = 0; n < OUTPUTS; n += WIDTH) {
      int at = PAIRS_AT + n;
      FloatVector p04 = FloatVector.fromArray(SPECIES, scratch, at)
          .add(FloatVector.fromArray(SPECIES, scratch, at + 4 * OUTPUTS));
      FloatVector p15 = FloatVector.fromArray(SPECIES, scratch, at + OUTPUTS)
          .add(FloatVector.fromArray(SPECIES, scratch, at + 5 * OUTPUTS));
      FloatVector p26 = FloatVector.fromArray(SPECIES, scratch, at + 2 * OUTPUTS)
          .add(FloatVector.fromArray(SPECIES, scratch, at + 6 * OUTPUTS));
      FloatVector p37 = FloatVector.fromArray(SPECIES, scratch, at + 3 * OUTPUTS)
          .add(FloatVector.fromArray(SPECIES, scratch, at + 7 * OUTPUTS));
      p04.add(p26).add(p15.add(p37)).intoArray(scratch, into + n);
    }
  }

  private static void addSums(
      int inputs, int outputs, float[] scratch, float[] gradient, int gradientAt, int perInput) {
    for (int n = 0; n < inputs; n++) {
      int from = SUMS_AT + n * OUTPUTS;
      int into = gradientAt + n * perInput;
      if (outputs == OUTPUTS) {
        for (int o = 0; o < OUTPUTS; o += WIDTH) {
          FloatVector.fromArray(SPECIES, gradient, into + o)
              .add(FloatVector.fromArray(SPECIES, scratch, from + o))
              .intoArray(gradient, into + o);
        }
      } else {
        for (int o = 0; o < outputs; o++) {
          gradient[into + o] += scratch[from + o];
        }
      }
    }
  }
}
