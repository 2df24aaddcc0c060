package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.kernel.Tile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Fused backward product of blocks, panel of inputs by panel: dy of two outputs stays in registers while the inputs
 * that they share pass; each x vector feeds both weight gradients, each dx vector takes both outputs before it is
 * stored. A stripe, the columns {@code j, j+16, ...} of WIDTH partial sums, is a pass of its own, so that all fits 16
 * registers.
 */
final class VectorBlockBackward {
  private static final VectorSpecies<Float> SPECIES = LaneWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Sums that are finished together. */
  private static final int BATCH = 64;

  private VectorBlockBackward() {}

  static void panels(
      int out, int rows, int[] start, int[] columnOffset, int[] place, float[] values, int valuesAt,
      float[] gradient, int gradientAt, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, int lanes,
      float[] scratch) {
    int groups = (out + rows - 1) / rows;
    int first = 0;
    for (int s = 0, g = 0; s < start.length - 1; s++, g = g + 1 == groups ? 0 : g + 1) {
      int from = start[s];
      int to = start[s + 1];
      int height = Math.min(rows, out - g * rows);
      if (height < rows || (from - first) * rows >= BATCH) {
        BlockSums.add(scratch, first, from, rows, place, gradient, gradientAt);
        first = from;
      }
      int at = (from - first) * height * BlockSums.PARTIALS;
      segment(
          from, to, height, columnOffset, place, values, valuesAt, x, xAt, dy, dyAt + g * rows * Tile.LANES, dx, dxAt,
          lanes, scratch, at);
      if (height < rows) {
        BlockSums.add(scratch, first, to, height, place, gradient, gradientAt);
        first = to;
      }
    }
    BlockSums.add(scratch, first, start[start.length - 1], rows, place, gradient, gradientAt);
  }

  private static void segment(
      int from, int to, int height, int[] columnOffset, int[] place, float[] values, int valuesAt,
      float[] x, int xAt, float[] dy, int row, float[] dx, int dxAt, int lanes, float[] scratch, int scratchAt) {
    int step = height * BlockSums.PARTIALS;
    int pairs = height - height % 2;
    for (int r = 0; r < pairs; r += 2) {
      for (int stripe = 0; stripe < BlockSums.PARTIALS; stripe += WIDTH) {
        int value = valuesAt + r;
        int source = row + r * Tile.LANES + stripe;
        int at = scratchAt + r * BlockSums.PARTIALS + stripe;
        if (dx == null) {
          if (lanes == Tile.LANES) {
            weights4(from, to, columnOffset, x, xAt + stripe, dy, source, scratch, at, step);
          } else {
            weights2(from, to, columnOffset, x, xAt + stripe, dy, source, scratch, at, step);
          }
        } else if (lanes == Tile.LANES) {
          both4(
              from, to, columnOffset, place, values, value, x, xAt + stripe, dy, source, dx, dxAt + stripe, scratch, at,
              step);
        } else {
          both2(
              from, to, columnOffset, place, values, value, x, xAt + stripe, dy, source, dx, dxAt + stripe, scratch, at,
              step);
        }
      }
    }
    if (pairs < height) {
      last(
          from, to, columnOffset, place, values, valuesAt + pairs, x, xAt, dy, row + pairs * Tile.LANES, dx, dxAt,
          lanes, scratch, scratchAt + pairs * BlockSums.PARTIALS, step);
    }
  }

  private static void both4(
      int from, int to, int[] columnOffset, int[] place, float[] values, int valuesAt, float[] x, int xAt,
      float[] dy, int row, float[] dx, int dxAt, float[] scratch, int scratchAt, int step) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, dy, row);
    FloatVector a1 = FloatVector.fromArray(SPECIES, dy, row + 16);
    FloatVector a2 = FloatVector.fromArray(SPECIES, dy, row + 32);
    FloatVector a3 = FloatVector.fromArray(SPECIES, dy, row + 48);
    FloatVector b0 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 16);
    FloatVector b2 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 32);
    FloatVector b3 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 48);
    int at = scratchAt;
    for (int k = from; k < to; k++) {
      int xi = xAt + columnOffset[k];
      int di = dxAt + columnOffset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[valuesAt + place[k]]);
      FloatVector v = FloatVector.broadcast(SPECIES, values[valuesAt + place[k] + 1]);
      FloatVector u = FloatVector.fromArray(SPECIES, x, xi);
      FloatVector p = a0.mul(u);
      FloatVector q = b0.mul(u);
      FloatVector d = w.fma(a0, FloatVector.fromArray(SPECIES, dx, di));
      v.fma(b0, d).intoArray(dx, di);
      u = FloatVector.fromArray(SPECIES, x, xi + 16);
      p = a1.fma(u, p);
      q = b1.fma(u, q);
      d = w.fma(a1, FloatVector.fromArray(SPECIES, dx, di + 16));
      v.fma(b1, d).intoArray(dx, di + 16);
      u = FloatVector.fromArray(SPECIES, x, xi + 32);
      p = a2.fma(u, p);
      q = b2.fma(u, q);
      d = w.fma(a2, FloatVector.fromArray(SPECIES, dx, di + 32));
      v.fma(b2, d).intoArray(dx, di + 32);
      u = FloatVector.fromArray(SPECIES, x, xi + 48);
      p = a3.fma(u, p);
      q = b3.fma(u, q);
      d = w.fma(a3, FloatVector.fromArray(SPECIES, dx, di + 48));
      v.fma(b3, d).intoArray(dx, di + 48);
      p.intoArray(scratch, at);
      q.intoArray(scratch, at + BlockSums.PARTIALS);
      at += step;
    }
  }

  private static void both2(
      int from, int to, int[] columnOffset, int[] place, float[] values, int valuesAt, float[] x, int xAt,
      float[] dy, int row, float[] dx, int dxAt, float[] scratch, int scratchAt, int step) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, dy, row);
    FloatVector a1 = FloatVector.fromArray(SPECIES, dy, row + 16);
    FloatVector b0 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 16);
    int at = scratchAt;
    for (int k = from; k < to; k++) {
      int xi = xAt + columnOffset[k];
      int di = dxAt + columnOffset[k];
      FloatVector w = FloatVector.broadcast(SPECIES, values[valuesAt + place[k]]);
      FloatVector v = FloatVector.broadcast(SPECIES, values[valuesAt + place[k] + 1]);
      FloatVector u = FloatVector.fromArray(SPECIES, x, xi);
      FloatVector p = a0.mul(u);
      FloatVector q = b0.mul(u);
      FloatVector d = w.fma(a0, FloatVector.fromArray(SPECIES, dx, di));
      v.fma(b0, d).intoArray(dx, di);
      u = FloatVector.fromArray(SPECIES, x, xi + 16);
      p = a1.fma(u, p);
      q = b1.fma(u, q);
      d = w.fma(a1, FloatVector.fromArray(SPECIES, dx, di + 16));
      v.fma(b1, d).intoArray(dx, di + 16);
      p.intoArray(scratch, at);
      q.intoArray(scratch, at + BlockSums.PARTIALS);
      at += step;
    }
  }

  private static void weights4(
      int from, int to, int[] columnOffset, float[] x, int xAt, float[] dy, int row, float[] scratch,
      int scratchAt, int step) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, dy, row);
    FloatVector a1 = FloatVector.fromArray(SPECIES, dy, row + 16);
    FloatVector a2 = FloatVector.fromArray(SPECIES, dy, row + 32);
    FloatVector a3 = FloatVector.fromArray(SPECIES, dy, row + 48);
    FloatVector b0 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 16);
    FloatVector b2 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 32);
    FloatVector b3 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 48);
    int at = scratchAt;
    for (int k = from; k < to; k++) {
      int xi = xAt + columnOffset[k];
      FloatVector u = FloatVector.fromArray(SPECIES, x, xi);
      FloatVector p = a0.mul(u);
      FloatVector q = b0.mul(u);
      u = FloatVector.fromArray(SPECIES, x, xi + 16);
      p = a1.fma(u, p);
      q = b1.fma(u, q);
      u = FloatVector.fromArray(SPECIES, x, xi + 32);
      p = a2.fma(u, p);
      q = b2.fma(u, q);
      u = FloatVector.fromArray(SPECIES, x, xi + 48);
      p = a3.fma(u, p);
      q = b3.fma(u, q);
      p.intoArray(scratch, at);
      q.intoArray(scratch, at + BlockSums.PARTIALS);
      at += step;
    }
  }

  private static void weights2(
      int from, int to, int[] columnOffset, float[] x, int xAt, float[] dy, int row, float[] scratch,
      int scratchAt, int step) {
    FloatVector a0 = FloatVector.fromArray(SPECIES, dy, row);
    FloatVector a1 = FloatVector.fromArray(SPECIES, dy, row + 16);
    FloatVector b0 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES);
    FloatVector b1 = FloatVector.fromArray(SPECIES, dy, row + Tile.LANES + 16);
    int at = scratchAt;
    for (int k = from; k < to; k++) {
      int xi = xAt + columnOffset[k];
      FloatVector u = FloatVector.fromArray(SPECIES, x, xi);
      FloatVector p = a0.mul(u);
      FloatVector q = b0.mul(u);
      u = FloatVector.fromArray(SPECIES, x, xi + 16);
      p = a1.fma(u, p);
      q = b1.fma(u, q);
      p.intoArray(scratch, at);
      q.intoArray(scratch, at + BlockSums.PARTIALS);
      at += step;
    }
  }

  /** The last output of an odd group, a vector of columns at a time. */
  private static void last(
      int from, int to, int[] columnOffset, int[] place, float[] values, int valuesAt, float[] x, int xAt,
      float[] dy, int row, float[] dx, int dxAt, int lanes, float[] scratch, int scratchAt, int step) {
    for (int k = from; k < to; k++) {
      int xi = xAt + columnOffset[k];
      int at = scratchAt + (k - from) * step;
      for (int stripe = 0; stripe < BlockSums.PARTIALS; stripe += WIDTH) {
        FloatVector p = FloatVector.fromArray(SPECIES, dy, row + stripe)
            .mul(FloatVector.fromArray(SPECIES, x, xi + stripe));
        for (int b = stripe + BlockSums.PARTIALS; b < lanes; b += BlockSums.PARTIALS) {
          p = FloatVector.fromArray(SPECIES, dy, row + b).fma(FloatVector.fromArray(SPECIES, x, xi + b), p);
        }
        p.intoArray(scratch, at + stripe);
      }
      if (dx != null) {
        int di = dxAt + columnOffset[k];
        FloatVector w = FloatVector.broadcast(SPECIES, values[valuesAt + place[k]]);
        for (int b = 0; b < lanes; b += WIDTH) {
          w.fma(FloatVector.fromArray(SPECIES, dy, row + b), FloatVector.fromArray(SPECIES, dx, di + b))
              .intoArray(dx, di + b);
        }
      }
    }
  }
}
