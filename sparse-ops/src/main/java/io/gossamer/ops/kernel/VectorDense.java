package io.gossamer.ops.kernel;

import java.lang.invoke.VarHandle;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Forward product and input gradient of full matrices, which are one product: weights times columns of a batch. Both
 * are packed, as BLAS does it: {@link #RESULTS} weights of a source beside each other, and two vectors of columns, so
 * that a pass over {@link #DEPTH} sources walks through two short stretches of memory in order. The packed columns
 * stay in the first cache while all blocks of weights, which wait in the second, pass by.
 *
 * <p>The fences cost no instruction. They keep C2 from moving loads ahead until accumulators no longer fit the
 * registers, which would make these loops two to three times slower; so would offsets that are not constants
 * (docs/benchmarks.md).
 */
final class VectorDense {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Columns of a pass. */
  private static final int COLUMNS = 2 * WIDTH;

  /** Sources of a pass: their columns take half of a first cache of 32 KB. */
  private static final int DEPTH = Math.min(256, 4096 / COLUMNS);

  /** Results of a pass: 12 accumulators, two vectors of columns and a weight fill the registers of AVX2. */
  private static final int RESULTS = 6;

  /** Packed weights of one source, two of them empty: powers of two spare the checks of bounds in the loop. */
  private static final int STRIDE = 8;

  /** Blocks of weights packed at once, of one pass each. */
  private static final int BLOCKS = 16;

  /** Floats from block to block: a line more than they need, or all blocks would start on the same cache lines. */
  private static final int BLOCK = DEPTH * STRIDE + 16;

  /** Tiles that share packed weights. */
  private static final int TILES = 2;

  /** Floats that a copy of the weights of a source reads. */
  private static final int COPIED = Math.max(WIDTH, STRIDE);

  private static final int PANEL = DEPTH * COLUMNS;
  private static final int WEIGHTS_AT = Arena.BASE;
  private static final int PANELS_AT = WEIGHTS_AT + BLOCKS * BLOCK;
  private static final int SPARE_AT = PANELS_AT + TILES * Tile.LANES * DEPTH;

  private VectorDense() {}

  /**
   * {@code into[r] += sum over s of w[wAt + r * perResult + s * perSource] * from[s]}, sources ascending; one of the
   * strides is 1. Of the results {@code [first, end)}.
   */
  static void multiply(
      int results, int first, int end, int sources, float[] w, int wAt, int perResult, int perSource, float[] from,
      int fromAt, float[] into, int intoAt, int rows, float[] scratch) {
    for (int t = 0; t < Tile.count(rows); t += TILES) {
      int some = Math.min(TILES * Tile.LANES, rows - t * Tile.LANES);
      for (int s = 0; s < sources; s += DEPTH) {
        int depth = Math.min(DEPTH, sources - s);
        packColumns(from, fromAt + (t * sources + s) * Tile.LANES, sources * Tile.LANES, depth, some, scratch);
        for (int r = first; r < end; r += BLOCKS * RESULTS) {
          int left = Math.min(BLOCKS * RESULTS, end - r);
          int weight = wAt + r * perResult + s * perSource;
          if (perResult == 1) {
            packRows(w, weight, perSource, depth, left, scratch);
          } else {
            packTransposed(w, weight, perResult, depth, left, scratch);
          }
          int panel = PANELS_AT;
          for (int u = 0; u < Tile.count(some); u++) {
            int result = intoAt + ((t + u) * results + r) * Tile.LANES;
            for (int c = 0; c < Tile.lanes(some, u); c += COLUMNS) {
              blocks(left, depth, panel, into, result + c, scratch);
              panel += PANEL;
            }
          }
        }
      }
    }
  }

  /** Packed columns {@code [panel][source][COLUMNS]} of some tiles. */
  private static void packColumns(float[] from, int at, int perTile, int depth, int rows, float[] scratch) {
    int into = PANELS_AT;
    for (int u = 0; u < Tile.count(rows); u++) {
      for (int c = 0; c < Tile.lanes(rows, u); c += COLUMNS) {
        for (int n = 0; n < depth; n++) {
          copyTwo(from, at + u * perTile + c + n * Tile.LANES, scratch, into + n * COLUMNS);
        }
        into += PANEL;
      }
    }
  }

  private static void copyTwo(float[] from, int at, float[] into, int intoAt) {
    FloatVector.fromArray(SPECIES, from, at).intoArray(into, intoAt);
    FloatVector.fromArray(SPECIES, from, at + WIDTH).intoArray(into, intoAt + WIDTH);
  }

  /** Packed weights {@code [block][source][STRIDE]} of results that are neighbours, four sources at once. */
  private static void packRows(float[] w, int wAt, int perSource, int depth, int results, float[] scratch) {
    int n = 0;
    for (; n + 4 <= depth; n += 4) {
      int from = wAt + n * perSource;
      int into = WEIGHTS_AT + n * STRIDE;
      int whole = Math.min(results, w.length - from - 3 * perSource - COPIED + RESULTS);
      int r = 0;
      for (; r + RESULTS <= whole; r += RESULTS, into += BLOCK) {
        copy(w, from + r, scratch, into);
        copy(w, from + r + perSource, scratch, into + STRIDE);
        copy(w, from + r + 2 * perSource, scratch, into + 2 * STRIDE);
        copy(w, from + r + 3 * perSource, scratch, into + 3 * STRIDE);
      }
      for (int m = 0; m < 4; m++) {
        packRow(w, from + m * perSource, r, results, scratch, into + m * STRIDE);
      }
    }
    for (; n < depth; n++) {
      packRow(w, wAt + n * perSource, 0, results, scratch, WEIGHTS_AT + n * STRIDE);
    }
  }

  /** Copies six floats and some more, which the next copy overwrites or nobody reads. */
  private static void copy(float[] from, int at, float[] into, int intoAt) {
    for (int n = 0; n < STRIDE; n += WIDTH) {
      FloatVector.fromArray(SPECIES, from, at + n).intoArray(into, intoAt + n);
    }
  }

  private static void packRow(float[] w, int from, int first, int end, float[] scratch, int into) {
    for (int r = first; r < end; r++) {
      scratch[into + (r - first) / RESULTS * BLOCK + (r - first) % RESULTS] = w[from + r];
    }
  }

  /** The same of results whose weights are rows. */
  private static void packTransposed(float[] w, int wAt, int perResult, int depth, int results, float[] scratch) {
    int into = WEIGHTS_AT;
    for (int r = 0; r < results; r += RESULTS, into += BLOCK) {
      int count = Math.min(RESULTS, results - r);
      int row = wAt + r * perResult;
      int n = 0;
      if (VectorTranspose.BLOCKS && count == RESULTS) {
        for (; n + VectorTranspose.BLOCK <= depth; n += VectorTranspose.BLOCK) {
          VectorTranspose.block(
              w, row + n, row + perResult + n, row + 2 * perResult + n, row + 3 * perResult + n,
              row + 4 * perResult + n, row + 5 * perResult + n, row + n, row + n, scratch, into + n * STRIDE, STRIDE);
        }
      }
      for (; n < depth; n++) {
        for (int m = 0; m < count; m++) {
          scratch[into + n * STRIDE + m] = w[row + m * perResult + n];
        }
      }
    }
  }

  /** All packed weights meet a panel of columns. */
  private static void blocks(int results, int depth, int panel, float[] into, int at, float[] scratch) {
    int weights = WEIGHTS_AT;
    int r = 0;
    for (; r + RESULTS <= results; r += RESULTS, weights += BLOCK) {
      six(depth, scratch, weights, panel, into, at + r * Tile.LANES);
    }
    int last = at + r * Tile.LANES;
    for (int n = 0; n < results - r; n++) {
      copyTwo(into, last + n * Tile.LANES, scratch, SPARE_AT + n * Tile.LANES);
    }
    if (r < results) {
      six(depth, scratch, weights, panel, scratch, SPARE_AT);
    }
    for (int n = 0; n < results - r; n++) {
      copyTwo(scratch, SPARE_AT + n * Tile.LANES, into, last + n * Tile.LANES);
    }
  }

  /** Six results by two vectors, accumulators in registers. */
  private static void six(int sources, float[] packed, int wAt, int fromAt, float[] into, int at) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, into, at);
    FloatVector b0 = FloatVector.fromArray(SPECIES, into, at + WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, into, at + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, into, at + Tile.LANES + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, into, at + 2 * Tile.LANES);
    FloatVector b2 = FloatVector.fromArray(SPECIES, into, at + 2 * Tile.LANES + WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, into, at + 3 * Tile.LANES);
    FloatVector b3 = FloatVector.fromArray(SPECIES, into, at + 3 * Tile.LANES + WIDTH);
    FloatVector a4 = FloatVector.fromArray(SPECIES, into, at + 4 * Tile.LANES);
    FloatVector b4 = FloatVector.fromArray(SPECIES, into, at + 4 * Tile.LANES + WIDTH);
    FloatVector a5 = FloatVector.fromArray(SPECIES, into, at + 5 * Tile.LANES);
    FloatVector b5 = FloatVector.fromArray(SPECIES, into, at + 5 * Tile.LANES + WIDTH);
    int n = 0;
    for (; n <= sources - 2; n += 2) {
      int source = fromAt + n * COLUMNS;
      int weight = wAt + n * STRIDE;
      FloatVector a = FloatVector.fromArray(SPECIES, packed, source);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, source + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, packed[weight]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 4]);
      a4 = v.fma(a, a4);
      b4 = v.fma(b, b4);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 5]);
      a5 = v.fma(a, a5);
      b5 = v.fma(b, b5);
      VarHandle.loadLoadFence();
      a = FloatVector.fromArray(SPECIES, packed, source + COLUMNS);
      b = FloatVector.fromArray(SPECIES, packed, source + COLUMNS + WIDTH);
      v = FloatVector.broadcast(SPECIES, packed[weight + STRIDE]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + STRIDE + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + STRIDE + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + STRIDE + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + STRIDE + 4]);
      a4 = v.fma(a, a4);
      b4 = v.fma(b, b4);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + STRIDE + 5]);
      a5 = v.fma(a, a5);
      b5 = v.fma(b, b5);
      VarHandle.loadLoadFence();
    }
    if (n < sources) {
      int source = fromAt + n * COLUMNS;
      int weight = wAt + n * STRIDE;
      FloatVector a = FloatVector.fromArray(SPECIES, packed, source);
      FloatVector b = FloatVector.fromArray(SPECIES, packed, source + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, packed[weight]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 4]);
      a4 = v.fma(a, a4);
      b4 = v.fma(b, b4);
      VarHandle.loadLoadFence();
      v = FloatVector.broadcast(SPECIES, packed[weight + 5]);
      a5 = v.fma(a, a5);
      b5 = v.fma(b, b5);
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
    a4.intoArray(into, at + 4 * Tile.LANES);
    b4.intoArray(into, at + 4 * Tile.LANES + WIDTH);
    a5.intoArray(into, at + 5 * Tile.LANES);
    b5.intoArray(into, at + 5 * Tile.LANES + WIDTH);
  }
}
