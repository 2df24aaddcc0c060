package io.gossamer.ops.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The weight gradient of full matrices. Vectors lie along the outputs, on transposed blocks of {@code dy}, so that the
 * tree over the 16 partial sums adds whole vectors. The four columns of one partial sum, times two vectors of outputs,
 * stay in registers while many inputs pass: a leaf of the tree, which goes to scratch, or is added to what lies there.
 * So each load feeds two multiply-adds, and no accumulator lives for long.
 *
 * <p>The three kinds of leaves are written out: a helper that returns a vector may be compiled on its own first, and
 * then boxes it at every call.
 */
final class VectorDenseGradient {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Outputs of a block. */
  private static final int OUTPUTS = 2 * WIDTH;

  /** Inputs that pass: with their sums they take most of the first cache. */
  private static final int INPUTS = 32;

  /** Outputs whose transposed {@code dy} waits in the second cache. */
  private static final int RANGE = 256;

  /** Tiles whose gradients are added in one visit. */
  private static final int TILES = 2;

  /** Sums of a block and all its inputs. */
  private static final int SLOT = INPUTS * OUTPUTS;

  /** Transposed {@code dy} of a block and tile, {@code [column][OUTPUTS]}. */
  private static final int BLOCK = Tile.LANES * OUTPUTS;

  // Scratch: a leaf, a pair of leaves, four pairs of pairs, the sums of each tile {@code [block][input][OUTPUTS]}.
  private static final int LEAF_AT = Arena.BASE;
  private static final int PAIR_AT = LEAF_AT + SLOT;
  private static final int FOUR_AT = PAIR_AT + SLOT;
  private static final int SUMS_AT = FOUR_AT + 4 * SLOT;
  private static final int SUMS = INPUTS * RANGE;
  private static final int SLOPES_AT = SUMS_AT + TILES * SUMS;
  private static final int SPARE_AT = SLOPES_AT + TILES * RANGE * Tile.LANES;

  private VectorDenseGradient() {}

  /** Adds the gradient of all tiles, of the inputs {@code [first, end)}; {@code gradient} lies input by input. */
  static void add(
      int out, int in, int first, int end, float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt,
      int rows, float[] scratch) {
    for (int t = 0; t < Tile.count(rows); t += TILES) {
      int some = Math.min(TILES * Tile.LANES, rows - t * Tile.LANES);
      for (int o = 0; o < out; o += RANGE) {
        int outputs = Math.min(RANGE, out - o);
        for (int u = 0; u < Tile.count(some); u++) {
          transpose(dy, dyAt + ((t + u) * out + o) * Tile.LANES, outputs, Tile.lanes(some, u), u, scratch);
        }
        for (int i = first; i < end; i += INPUTS) {
          inputs(
              Math.min(INPUTS, end - i), outputs, gradient, gradientAt + i * out + o, out, x,
              xAt + (t * in + i) * Tile.LANES, in * Tile.LANES, some, scratch);
        }
      }
    }
  }

  /**
   * Transposed {@code dy} of a tile. Columns beyond {@code lanes} become minus zero, which, times one, leaves every sum
   * as it is; so do outputs that are not there, in sums that nobody reads.
   */
  private static void transpose(float[] dy, int dyAt, int outputs, int lanes, int tile, float[] scratch) {
    for (int o = 0; o < outputs; o += OUTPUTS) {
      int block = slopesAt(o, tile);
      int some = Math.min(OUTPUTS, outputs - o);
      if (some < OUTPUTS || lanes < Tile.LANES) {
        Arrays.fill(scratch, block, block + BLOCK, -0f);
      }
      VectorTranspose.transpose(dy, dyAt + o * Tile.LANES, Tile.LANES, some, lanes, scratch, block, OUTPUTS);
    }
  }

  private static int slopesAt(int output, int tile) {
    return SLOPES_AT + (output / OUTPUTS * TILES + tile) * BLOCK;
  }

  /** Some inputs against all transposed outputs, tile by tile. */
  private static void inputs(
      int inputs, int outputs, float[] gradient, int gradientAt, int perInput, float[] x, int xAt, int perTile,
      int rows, float[] scratch) {
    int tiles = Tile.count(rows);
    for (int u = 0; u < tiles; u++) {
      float[] from = x;
      int fromAt = xAt + u * perTile;
      int lanes = Tile.lanes(rows, u);
      if (lanes < Tile.LANES || inputs % 2 > 0) {
        copy(x, fromAt, inputs, lanes, scratch);
        from = scratch;
        fromAt = SPARE_AT;
      }
      for (int o = 0; o < outputs; o += OUTPUTS) {
        leaves(inputs, from, fromAt, slopesAt(o, u), scratch);
        trees(inputs * OUTPUTS, scratch, SUMS_AT + u * SUMS + o * INPUTS);
      }
    }
    for (int n = 0; n < inputs; n++) {
      addSums(outputs, tiles, gradient, gradientAt + n * perInput, SUMS_AT + n * OUTPUTS, scratch);
    }
  }

  /** An even number of inputs with whole columns; those that are not there are ones. */
  private static void copy(float[] x, int xAt, int inputs, int lanes, float[] scratch) {
    Arrays.fill(scratch, SPARE_AT, SPARE_AT + (inputs + 1) * Tile.LANES, 1f);
    for (int n = 0; n < inputs; n++) {
      System.arraycopy(x, xAt + n * Tile.LANES, scratch, SPARE_AT + n * Tile.LANES, lanes);
    }
  }

  /** All 16 partial sums {@code p[j]}, as the four sums {@code (p[m] + p[m + 8]) + (p[m + 4] + p[m + 12])}. */
  private static void leaves(int inputs, float[] x, int column, int dy, float[] scratch) {
    for (int m = 0; m < 4; m++) {
      leaf(inputs, x, column + m, scratch, dy + m * OUTPUTS);
      leafAndOne(inputs, x, column + m + 8, scratch, dy + (m + 8) * OUTPUTS);
      leaf(inputs, x, column + m + 4, scratch, dy + (m + 4) * OUTPUTS);
      leafAndTwo(inputs, x, column + m + 12, scratch, dy + (m + 12) * OUTPUTS, FOUR_AT + m * SLOT);
    }
  }

  /** A partial sum of two outputs' vectors and all inputs, two inputs a turn. */
  private static void leaf(int inputs, float[] x, int xAt, float[] scratch, int dyAt) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, scratch, dyAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, scratch, dyAt + WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, scratch, dyAt + 16 * OUTPUTS);
    FloatVector b1 = FloatVector.fromArray(SPECIES, scratch, dyAt + 16 * OUTPUTS + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, scratch, dyAt + 32 * OUTPUTS);
    FloatVector b2 = FloatVector.fromArray(SPECIES, scratch, dyAt + 32 * OUTPUTS + WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, scratch, dyAt + 48 * OUTPUTS);
    FloatVector b3 = FloatVector.fromArray(SPECIES, scratch, dyAt + 48 * OUTPUTS + WIDTH);
    for (int n = 0; n < inputs; n += 2) {
      int column = xAt + n * Tile.LANES;
      int at = n * OUTPUTS;
      FloatVector v = FloatVector.broadcast(SPECIES, x[column]);
      FloatVector a = v.mul(a0);
      FloatVector b = v.mul(b0);
      v = FloatVector.broadcast(SPECIES, x[column + 16]);
      a = v.fma(a1, a);
      b = v.fma(b1, b);
      v = FloatVector.broadcast(SPECIES, x[column + 32]);
      a = v.fma(a2, a);
      b = v.fma(b2, b);
      v = FloatVector.broadcast(SPECIES, x[column + 48]);
      a = v.fma(a3, a);
      b = v.fma(b3, b);
      a.intoArray(scratch, LEAF_AT + at);
      b.intoArray(scratch, LEAF_AT + at + WIDTH);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES]);
      a = v.mul(a0);
      b = v.mul(b0);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 16]);
      a = v.fma(a1, a);
      b = v.fma(b1, b);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 32]);
      a = v.fma(a2, a);
      b = v.fma(b2, b);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 48]);
      a = v.fma(a3, a);
      b = v.fma(b3, b);
      a.intoArray(scratch, LEAF_AT + at + OUTPUTS);
      b.intoArray(scratch, LEAF_AT + at + OUTPUTS + WIDTH);
    }
  }

  /** The same, added to the leaf before: a pair. */
  private static void leafAndOne(int inputs, float[] x, int xAt, float[] scratch, int dyAt) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, scratch, dyAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, scratch, dyAt + WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, scratch, dyAt + 16 * OUTPUTS);
    FloatVector b1 = FloatVector.fromArray(SPECIES, scratch, dyAt + 16 * OUTPUTS + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, scratch, dyAt + 32 * OUTPUTS);
    FloatVector b2 = FloatVector.fromArray(SPECIES, scratch, dyAt + 32 * OUTPUTS + WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, scratch, dyAt + 48 * OUTPUTS);
    FloatVector b3 = FloatVector.fromArray(SPECIES, scratch, dyAt + 48 * OUTPUTS + WIDTH);
    for (int n = 0; n < inputs; n += 2) {
      int column = xAt + n * Tile.LANES;
      int at = n * OUTPUTS;
      FloatVector v = FloatVector.broadcast(SPECIES, x[column]);
      FloatVector a = v.mul(a0);
      FloatVector b = v.mul(b0);
      v = FloatVector.broadcast(SPECIES, x[column + 16]);
      a = v.fma(a1, a);
      b = v.fma(b1, b);
      v = FloatVector.broadcast(SPECIES, x[column + 32]);
      a = v.fma(a2, a);
      b = v.fma(b2, b);
      v = FloatVector.broadcast(SPECIES, x[column + 48]);
      a = v.fma(a3, a);
      b = v.fma(b3, b);
      a.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at)).intoArray(scratch, PAIR_AT + at);
      b.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at + WIDTH)).intoArray(scratch, PAIR_AT + at + WIDTH);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES]);
      a = v.mul(a0);
      b = v.mul(b0);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 16]);
      a = v.fma(a1, a);
      b = v.fma(b1, b);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 32]);
      a = v.fma(a2, a);
      b = v.fma(b2, b);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 48]);
      a = v.fma(a3, a);
      b = v.fma(b3, b);
      a.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at + OUTPUTS)).intoArray(scratch, PAIR_AT + at + OUTPUTS);
      b.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at + OUTPUTS + WIDTH))
          .intoArray(scratch, PAIR_AT + at + OUTPUTS + WIDTH);
    }
  }

  /** The same, added to the leaf before, then to the pair before. */
  private static void leafAndTwo(int inputs, float[] x, int xAt, float[] scratch, int dyAt, int into) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, scratch, dyAt);
    FloatVector b0 = FloatVector.fromArray(SPECIES, scratch, dyAt + WIDTH);
    FloatVector a1 = FloatVector.fromArray(SPECIES, scratch, dyAt + 16 * OUTPUTS);
    FloatVector b1 = FloatVector.fromArray(SPECIES, scratch, dyAt + 16 * OUTPUTS + WIDTH);
    FloatVector a2 = FloatVector.fromArray(SPECIES, scratch, dyAt + 32 * OUTPUTS);
    FloatVector b2 = FloatVector.fromArray(SPECIES, scratch, dyAt + 32 * OUTPUTS + WIDTH);
    FloatVector a3 = FloatVector.fromArray(SPECIES, scratch, dyAt + 48 * OUTPUTS);
    FloatVector b3 = FloatVector.fromArray(SPECIES, scratch, dyAt + 48 * OUTPUTS + WIDTH);
    for (int n = 0; n < inputs; n += 2) {
      int column = xAt + n * Tile.LANES;
      int at = n * OUTPUTS;
      FloatVector v = FloatVector.broadcast(SPECIES, x[column]);
      FloatVector a = v.mul(a0);
      FloatVector b = v.mul(b0);
      v = FloatVector.broadcast(SPECIES, x[column + 16]);
      a = v.fma(a1, a);
      b = v.fma(b1, b);
      v = FloatVector.broadcast(SPECIES, x[column + 32]);
      a = v.fma(a2, a);
      b = v.fma(b2, b);
      v = FloatVector.broadcast(SPECIES, x[column + 48]);
      a = v.fma(a3, a);
      b = v.fma(b3, b);
      a.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at))
          .add(FloatVector.fromArray(SPECIES, scratch, PAIR_AT + at))
          .intoArray(scratch, into + at);
      b.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at + WIDTH))
          .add(FloatVector.fromArray(SPECIES, scratch, PAIR_AT + at + WIDTH))
          .intoArray(scratch, into + at + WIDTH);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES]);
      a = v.mul(a0);
      b = v.mul(b0);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 16]);
      a = v.fma(a1, a);
      b = v.fma(b1, b);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 32]);
      a = v.fma(a2, a);
      b = v.fma(b2, b);
      v = FloatVector.broadcast(SPECIES, x[column + Tile.LANES + 48]);
      a = v.fma(a3, a);
      b = v.fma(b3, b);
      a.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at + OUTPUTS))
          .add(FloatVector.fromArray(SPECIES, scratch, PAIR_AT + at + OUTPUTS))
          .intoArray(scratch, into + at + OUTPUTS);
      b.add(FloatVector.fromArray(SPECIES, scratch, LEAF_AT + at + OUTPUTS + WIDTH))
          .add(FloatVector.fromArray(SPECIES, scratch, PAIR_AT + at + OUTPUTS + WIDTH))
          .intoArray(scratch, into + at + OUTPUTS + WIDTH);
    }
  }

  /** The rest of the trees. */
  private static void trees(int count, float[] scratch, int into) {
    for (int n = 0; n < count; n += WIDTH) {
      FloatVector even = FloatVector.fromArray(SPECIES, scratch, FOUR_AT + n)
          .add(FloatVector.fromArray(SPECIES, scratch, FOUR_AT + 2 * SLOT + n));
      FloatVector odd = FloatVector.fromArray(SPECIES, scratch, FOUR_AT + SLOT + n)
          .add(FloatVector.fromArray(SPECIES, scratch, FOUR_AT + 3 * SLOT + n));
      even.add(odd).intoArray(scratch, into + n);
    }
  }

  /** Adds the sums of an input, tile after tile. */
  private static void addSums(int outputs, int tiles, float[] gradient, int gradientAt, int sums, float[] scratch) {
    int whole = outputs - outputs % OUTPUTS;
    for (int o = 0; o < whole; o += OUTPUTS) {
      int at = sums + o * INPUTS;
      int into = gradientAt + o;
      FloatVector a = FloatVector.fromArray(SPECIES, gradient, into).add(FloatVector.fromArray(SPECIES, scratch, at));
      FloatVector b = FloatVector.fromArray(SPECIES, gradient, into + WIDTH)
          .add(FloatVector.fromArray(SPECIES, scratch, at + WIDTH));
      if (tiles > 1) {
        a = a.add(FloatVector.fromArray(SPECIES, scratch, at + SUMS));
        b = b.add(FloatVector.fromArray(SPECIES, scratch, at + SUMS + WIDTH));
      }
      a.intoArray(gradient, into);
      b.intoArray(gradient, into + WIDTH);
    }
    for (int o = whole; o < outputs; o++) {
      int at = sums + whole * INPUTS + o - whole;
      for (int t = 0; t < tiles; t++) {
        gradient[gradientAt + o] += scratch[at + t * SUMS];
      }
    }
  }
}
