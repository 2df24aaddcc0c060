package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Full matrices. Forward and input gradient are one product with other strides: blocks of six results by two vectors
 * of columns (12 accumulators, two loads and six broadcasts for 12 multiply-adds), over source rows that fit the first
 * cache. The weight gradient holds 3 by 4 dot products at once.
 */
final class VectorDense {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int RESULTS = 6;

  /** Source rows of a pass: 64 rows of 256 bytes take half of a 32 KB cache. */
  private static final int PANEL = 64;

  private static final int INPUTS = 3;
  private static final int OUTPUTS = 4;

  /** Outputs whose dot products wait in scratch together, 16 partial sums each. */
  private static final int BATCH = 32;

  private static final int BATCH_FLOATS = BATCH * VectorReduction.PARTIALS;

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
    for (int o = 0; o < out; o += BATCH) {
      int outputs = Math.min(BATCH, out - o);
      for (int i = 0; i < in; i += INPUTS) {
        int inputs = Math.min(INPUTS, in - i);
        dots(outputs, inputs, x, xAt + i * Tile.LANES, dy, dyAt + o * Tile.LANES, lanes, scratch);
        for (int n = 0; n < inputs; n++) {
          VectorReduction.fold(scratch, n * BATCH_FLOATS, outputs);
          VectorReduction.addSums(
              scratch, n * BATCH_FLOATS, outputs, gradient, gradientAt + (i + n) * out + o);
        }
      }
    }
  }

  private static void dots(
      int outputs, int inputs, float[] x, int xAt, float[] dy, int dyAt, int lanes, float[] scratch) {
    for (int part = 0; part < VectorReduction.PARTIALS; part += WIDTH) {
      int o = 0;
      if (inputs == INPUTS) {
        for (; o + OUTPUTS <= outputs; o += OUTPUTS) {
          dots3x4(x, xAt + part, dy, dyAt + o * Tile.LANES + part, lanes, scratch, o * VectorReduction.PARTIALS + part);
        }
      }
      for (; o < outputs; o++) {
        for (int n = 0; n < inputs; n++) {
          int at = n * BATCH_FLOATS + o * VectorReduction.PARTIALS + part;
          dot(x, xAt + n * Tile.LANES + part, dy, dyAt + o * Tile.LANES + part, lanes, scratch, at);
        }
      }
    }
  }

  private static void dot(
      float[] x, int xAt, float[] dy, int dyAt, int lanes, float[] scratch, int at) {
    FloatVector p = FloatVector.fromArray(SPECIES, x, xAt).mul(FloatVector.fromArray(SPECIES, dy, dyAt));
    for (int b = VectorReduction.PARTIALS; b < lanes; b += VectorReduction.PARTIALS) {
      p = FloatVector.fromArray(SPECIES, x, xAt + b).fma(FloatVector.fromArray(SPECIES, dy, dyAt + b), p);
    }
    p.intoArray(scratch, at);
  }

  private static void dots3x4(
      float[] x, int xAt, float[] dy, int dyAt, int lanes, float[] scratch, int at) {
    FloatVector x0 = FloatVector.fromArray(SPECIES, x, xAt);
    FloatVector x1 = FloatVector.fromArray(SPECIES, x, xAt + Tile.LANES);
    FloatVector x2 = FloatVector.fromArray(SPECIES, x, xAt + 2 * Tile.LANES);
    FloatVector d = FloatVector.fromArray(SPECIES, dy, dyAt);
    FloatVector p00 = d.mul(x0);
    FloatVector p10 = d.mul(x1);
    FloatVector p20 = d.mul(x2);
    d = FloatVector.fromArray(SPECIES, dy, dyAt + Tile.LANES);
    FloatVector p01 = d.mul(x0);
    FloatVector p11 = d.mul(x1);
    FloatVector p21 = d.mul(x2);
    d = FloatVector.fromArray(SPECIES, dy, dyAt + 2 * Tile.LANES);
    FloatVector p02 = d.mul(x0);
    FloatVector p12 = d.mul(x1);
    FloatVector p22 = d.mul(x2);
    d = FloatVector.fromArray(SPECIES, dy, dyAt + 3 * Tile.LANES);
    FloatVector p03 = d.mul(x0);
    FloatVector p13 = d.mul(x1);
    FloatVector p23 = d.mul(x2);
    for (int b = VectorReduction.PARTIALS; b < lanes; b += VectorReduction.PARTIALS) {
      x0 = FloatVector.fromArray(SPECIES, x, xAt + b);
      x1 = FloatVector.fromArray(SPECIES, x, xAt + b + Tile.LANES);
      x2 = FloatVector.fromArray(SPECIES, x, xAt + b + 2 * Tile.LANES);
      d = FloatVector.fromArray(SPECIES, dy, dyAt + b);
      p00 = d.fma(x0, p00);
      p10 = d.fma(x1, p10);
      p20 = d.fma(x2, p20);
      d = FloatVector.fromArray(SPECIES, dy, dyAt + b + Tile.LANES);
      p01 = d.fma(x0, p01);
      p11 = d.fma(x1, p11);
      p21 = d.fma(x2, p21);
      d = FloatVector.fromArray(SPECIES, dy, dyAt + b + 2 * Tile.LANES);
      p02 = d.fma(x0, p02);
      p12 = d.fma(x1, p12);
      p22 = d.fma(x2, p22);
      d = FloatVector.fromArray(SPECIES, dy, dyAt + b + 3 * Tile.LANES);
      p03 = d.fma(x0, p03);
      p13 = d.fma(x1, p13);
      p23 = d.fma(x2, p23);
    }
    p00.intoArray(scratch, at);
    p01.intoArray(scratch, at + VectorReduction.PARTIALS);
    p02.intoArray(scratch, at + 2 * VectorReduction.PARTIALS);
    p03.intoArray(scratch, at + 3 * VectorReduction.PARTIALS);
    int next = at + BATCH_FLOATS;
    p10.intoArray(scratch, next);
    p11.intoArray(scratch, next + VectorReduction.PARTIALS);
    p12.intoArray(scratch, next + 2 * VectorReduction.PARTIALS);
    p13.intoArray(scratch, next + 3 * VectorReduction.PARTIALS);
    next = at + 2 * BATCH_FLOATS;
    p20.intoArray(scratch, next);
    p21.intoArray(scratch, next + VectorReduction.PARTIALS);
    p22.intoArray(scratch, next + 2 * VectorReduction.PARTIALS);
    p23.intoArray(scratch, next + 3 * VectorReduction.PARTIALS);
  }
}
