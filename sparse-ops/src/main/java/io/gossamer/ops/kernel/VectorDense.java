package io.gossamer.ops.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Full matrices. Forward and input gradient are one product with other strides: blocks of six results by two vectors
 * of columns (12 accumulators, two loads and six broadcasts for 12 multiply-adds), over source rows that fit the first
 * cache. The weight gradient has its vectors along the outputs, on a transposed block of {@code dy}, so that its tree
 * of partial sums adds whole vectors.
 */
final class VectorDense {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int RESULTS = 6;

  /** Source rows of a pass: 64 rows of 256 bytes take half of a 32 KB cache. */
  private static final int PANEL = 64;

  private static final int INPUTS = 6;

  /** Outputs of a weight gradient block: two vectors. */
  private static final int OUTPUTS = 2 * WIDTH;

  /** Inputs whose sums wait in scratch: added together, the cache misses on their gradients overlap. */
  private static final int BATCH = 8 * INPUTS;

  // Scratch of the weight gradient: the transposed block of dy, the partial sums of a block, the sums of a batch.
  private static final int PARTIALS_AT = Tile.LANES * OUTPUTS;
  private static final int PER_PARTIAL = INPUTS * OUTPUTS;
  private static final int SUMS_AT = PARTIALS_AT + VectorReduction.PARTIALS * PER_PARTIAL;

  private VectorDense() {}

  /**
   * {@code into[r] += sum over s of w[wAt + r * perResult + s * perSource] * from[s]}, sources ascending; one of the
   * strides is 1.
   */
  static void multiply(
      int results, int sources, float[] w, int wAt, int perResult, int perSource, float[] from, int fromAt,
      float[] into, int intoAt, int lanes) {
    for (int s = 0; s < sources; s += PANEL) {
      int count = Math.min(PANEL, sources - s);
      int source = fromAt + s * Tile.LANES;
      for (int r = 0; r < results; r += RESULTS) {
        int left = Math.min(RESULTS, results - r);
        int weight = wAt + r * perResult + s * perSource;
        int result = intoAt + r * Tile.LANES;
        for (int b = 0; b < lanes; b += 2 * WIDTH) {
          if (left == RESULTS && perResult == 1) {
            neighbours(count, w, weight, perSource, from, source + b, into, result + b);
          } else if (left == RESULTS) {
            apart(count, w, weight, perResult, from, source + b, into, result + b);
          } else {
            for (int n = 0; n < left; n++) {
              row(count, w, weight + n * perResult, perSource, from, source + b, into, result + n * Tile.LANES + b);
            }
          }
        }
      }
    }
  }

  private static void neighbours(
      int sources, float[] w, int wAt, int perSource, float[] from, int fromAt, float[] into, int at) {
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
    int weight = wAt;
    for (int n = 0; n < sources; n++) {
      int source = fromAt + n * Tile.LANES;
      FloatVector a = FloatVector.fromArray(SPECIES, from, source);
      FloatVector b = FloatVector.fromArray(SPECIES, from, source + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, w[weight]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.broadcast(SPECIES, w[weight + 1]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      v = FloatVector.broadcast(SPECIES, w[weight + 2]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      v = FloatVector.broadcast(SPECIES, w[weight + 3]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      v = FloatVector.broadcast(SPECIES, w[weight + 4]);
      a4 = v.fma(a, a4);
      b4 = v.fma(b, b4);
      v = FloatVector.broadcast(SPECIES, w[weight + 5]);
      a5 = v.fma(a, a5);
      b5 = v.fma(b, b5);
      weight += perSource;
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

  private static void apart(
      int sources, float[] w, int wAt, int perResult, float[] from, int fromAt, float[] into, int at) {
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
    int w0 = wAt;
    int w1 = wAt + perResult;
    int w2 = wAt + 2 * perResult;
    int w3 = wAt + 3 * perResult;
    int w4 = wAt + 4 * perResult;
    int w5 = wAt + 5 * perResult;
    for (int n = 0; n < sources; n++) {
      int source = fromAt + n * Tile.LANES;
      FloatVector a = FloatVector.fromArray(SPECIES, from, source);
      FloatVector b = FloatVector.fromArray(SPECIES, from, source + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, w[w0 + n]);
      a0 = v.fma(a, a0);
      b0 = v.fma(b, b0);
      v = FloatVector.broadcast(SPECIES, w[w1 + n]);
      a1 = v.fma(a, a1);
      b1 = v.fma(b, b1);
      v = FloatVector.broadcast(SPECIES, w[w2 + n]);
      a2 = v.fma(a, a2);
      b2 = v.fma(b, b2);
      v = FloatVector.broadcast(SPECIES, w[w3 + n]);
      a3 = v.fma(a, a3);
      b3 = v.fma(b, b3);
      v = FloatVector.broadcast(SPECIES, w[w4 + n]);
      a4 = v.fma(a, a4);
      b4 = v.fma(b, b4);
      v = FloatVector.broadcast(SPECIES, w[w5 + n]);
      a5 = v.fma(a, a5);
      b5 = v.fma(b, b5);
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

  private static void row(
      int sources, float[] w, int wAt, int perSource, float[] from, int fromAt, float[] into, int at) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, into, at);
    FloatVector b0 = FloatVector.fromArray(SPECIES, into, at + WIDTH);
    for (int n = 0; n < sources; n++) {
      FloatVector v = FloatVector.broadcast(SPECIES, w[wAt + n * perSource]);
      a0 = v.fma(FloatVector.fromArray(SPECIES, from, fromAt + n * Tile.LANES), a0);
      b0 = v.fma(FloatVector.fromArray(SPECIES, from, fromAt + n * Tile.LANES + WIDTH), b0);
    }
    a0.intoArray(into, at);
    b0.intoArray(into, at + WIDTH);
  }

  /** Adds the weight gradient of a tile; {@code gradient} lies input by input. */
  static void weights(
      int out, int in, float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt, int lanes,
      float[] scratch) {
    for (int o = 0; o < out; o += OUTPUTS) {
      int outputs = Math.min(OUTPUTS, out - o);
      transpose(dy, dyAt + o * Tile.LANES, outputs, lanes, scratch);
      for (int i = 0; i < in; i += BATCH) {
        int inputs = Math.min(BATCH, in - i);
        sums(inputs, x, xAt + i * Tile.LANES, lanes, scratch);
        addSums(inputs, outputs, scratch, gradient, gradientAt + i * out + o, out);
      }
    }
  }

  /** {@code scratch[b][o] = dy[o][b]}, zero for outputs that are not there. */
  private static void transpose(float[] dy, int dyAt, int outputs, int lanes, float[] scratch) {
    for (int o = 0; o < outputs; o++) {
      for (int b = 0; b < lanes; b++) {
        scratch[b * OUTPUTS + o] = dy[dyAt + o * Tile.LANES + b];
      }
    }
    for (int b = 0; b < lanes; b++) {
      Arrays.fill(scratch, b * OUTPUTS + outputs, (b + 1) * OUTPUTS, 0f);
    }
  }

  private static void sums(int inputs, float[] x, int xAt, int lanes, float[] scratch) {
    int n = 0;
    for (; n + INPUTS <= inputs; n += INPUTS) {
      partials6(x, xAt + n * Tile.LANES, lanes, scratch);
      trees(INPUTS, scratch, SUMS_AT + n * OUTPUTS);
    }
    for (; n < inputs; n++) {
      partials1(x, xAt + n * Tile.LANES, lanes, scratch);
      trees(1, scratch, SUMS_AT + n * OUTPUTS);
    }
  }

  // Written out: a helper that returns a vector may be compiled on its own first, and then boxes it at every call.
  private static void trees(int inputs, float[] scratch, int into) {
    for (int n = 0; n < inputs * OUTPUTS; n += WIDTH) {
      int at = PARTIALS_AT + n;
      FloatVector p0 = FloatVector.fromArray(SPECIES, scratch, at).add(
          FloatVector.fromArray(SPECIES, scratch, at + 8 * PER_PARTIAL));
      FloatVector p1 = FloatVector.fromArray(SPECIES, scratch, at + PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 9 * PER_PARTIAL));
      FloatVector p2 = FloatVector.fromArray(SPECIES, scratch, at + 2 * PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 10 * PER_PARTIAL));
      FloatVector p3 = FloatVector.fromArray(SPECIES, scratch, at + 3 * PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 11 * PER_PARTIAL));
      FloatVector p4 = FloatVector.fromArray(SPECIES, scratch, at + 4 * PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 12 * PER_PARTIAL));
      FloatVector p5 = FloatVector.fromArray(SPECIES, scratch, at + 5 * PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 13 * PER_PARTIAL));
      FloatVector p6 = FloatVector.fromArray(SPECIES, scratch, at + 6 * PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 14 * PER_PARTIAL));
      FloatVector p7 = FloatVector.fromArray(SPECIES, scratch, at + 7 * PER_PARTIAL).add(
          FloatVector.fromArray(SPECIES, scratch, at + 15 * PER_PARTIAL));
      FloatVector even = p0.add(p4).add(p2.add(p6));
      FloatVector odd = p1.add(p5).add(p3.add(p7));
      even.add(odd).intoArray(scratch, into + n);
    }
  }

  private static void partials6(float[] x, int xAt, int lanes, float[] scratch) {
    for (int j = 0; j < VectorReduction.PARTIALS; j++) {
      FloatVector a = FloatVector.fromArray(SPECIES, scratch, j * OUTPUTS);
      FloatVector b = FloatVector.fromArray(SPECIES, scratch, j * OUTPUTS + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xAt + j]);
      FloatVector a0 = v.mul(a);
      FloatVector b0 = v.mul(b);
      v = FloatVector.broadcast(SPECIES, x[xAt + j + Tile.LANES]);
      FloatVector a1 = v.mul(a);
      FloatVector b1 = v.mul(b);
      v = FloatVector.broadcast(SPECIES, x[xAt + j + 2 * Tile.LANES]);
      FloatVector a2 = v.mul(a);
      FloatVector b2 = v.mul(b);
      v = FloatVector.broadcast(SPECIES, x[xAt + j + 3 * Tile.LANES]);
      FloatVector a3 = v.mul(a);
      FloatVector b3 = v.mul(b);
      v = FloatVector.broadcast(SPECIES, x[xAt + j + 4 * Tile.LANES]);
      FloatVector a4 = v.mul(a);
      FloatVector b4 = v.mul(b);
      v = FloatVector.broadcast(SPECIES, x[xAt + j + 5 * Tile.LANES]);
      FloatVector a5 = v.mul(a);
      FloatVector b5 = v.mul(b);
      for (int c = j + VectorReduction.PARTIALS; c < lanes; c += VectorReduction.PARTIALS) {
        a = FloatVector.fromArray(SPECIES, scratch, c * OUTPUTS);
        b = FloatVector.fromArray(SPECIES, scratch, c * OUTPUTS + WIDTH);
        v = FloatVector.broadcast(SPECIES, x[xAt + c]);
        a0 = v.fma(a, a0);
        b0 = v.fma(b, b0);
        v = FloatVector.broadcast(SPECIES, x[xAt + c + Tile.LANES]);
        a1 = v.fma(a, a1);
        b1 = v.fma(b, b1);
        v = FloatVector.broadcast(SPECIES, x[xAt + c + 2 * Tile.LANES]);
        a2 = v.fma(a, a2);
        b2 = v.fma(b, b2);
        v = FloatVector.broadcast(SPECIES, x[xAt + c + 3 * Tile.LANES]);
        a3 = v.fma(a, a3);
        b3 = v.fma(b, b3);
        v = FloatVector.broadcast(SPECIES, x[xAt + c + 4 * Tile.LANES]);
        a4 = v.fma(a, a4);
        b4 = v.fma(b, b4);
        v = FloatVector.broadcast(SPECIES, x[xAt + c + 5 * Tile.LANES]);
        a5 = v.fma(a, a5);
        b5 = v.fma(b, b5);
      }
      int at = PARTIALS_AT + j * PER_PARTIAL;
      a0.intoArray(scratch, at);
      b0.intoArray(scratch, at + WIDTH);
      a1.intoArray(scratch, at + OUTPUTS);
      b1.intoArray(scratch, at + OUTPUTS + WIDTH);
      a2.intoArray(scratch, at + 2 * OUTPUTS);
      b2.intoArray(scratch, at + 2 * OUTPUTS + WIDTH);
      a3.intoArray(scratch, at + 3 * OUTPUTS);
      b3.intoArray(scratch, at + 3 * OUTPUTS + WIDTH);
      a4.intoArray(scratch, at + 4 * OUTPUTS);
      b4.intoArray(scratch, at + 4 * OUTPUTS + WIDTH);
      a5.intoArray(scratch, at + 5 * OUTPUTS);
      b5.intoArray(scratch, at + 5 * OUTPUTS + WIDTH);
    }
  }

  private static void partials1(float[] x, int xAt, int lanes, float[] scratch) {
    for (int j = 0; j < VectorReduction.PARTIALS; j++) {
      FloatVector a = FloatVector.fromArray(SPECIES, scratch, j * OUTPUTS);
      FloatVector b = FloatVector.fromArray(SPECIES, scratch, j * OUTPUTS + WIDTH);
      FloatVector v = FloatVector.broadcast(SPECIES, x[xAt + j]);
      FloatVector a0 = v.mul(a);
      FloatVector b0 = v.mul(b);
      for (int c = j + VectorReduction.PARTIALS; c < lanes; c += VectorReduction.PARTIALS) {
        a = FloatVector.fromArray(SPECIES, scratch, c * OUTPUTS);
        b = FloatVector.fromArray(SPECIES, scratch, c * OUTPUTS + WIDTH);
        v = FloatVector.broadcast(SPECIES, x[xAt + c]);
        a0 = v.fma(a, a0);
        b0 = v.fma(b, b0);
      }
      int at = PARTIALS_AT + j * PER_PARTIAL;
      a0.intoArray(scratch, at);
      b0.intoArray(scratch, at + WIDTH);
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
