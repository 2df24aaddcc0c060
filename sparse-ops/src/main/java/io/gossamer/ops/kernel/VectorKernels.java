package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The fast twin of {@link ScalarKernels}, on the Vector API. One source serves vectors of 4, 8 and 16 floats: the width
 * is a constant when C2 compiles, so that unused branches vanish. Load it by name only ({@link KernelChoice} does),
 * since the module may be missing.
 */
final class VectorKernels implements Kernels {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  @Override
  public String name() {
    return "vector-" + SPECIES.vectorBitSize();
  }

  @Override
  public void sparseForward(
      Panels outputs, int from, int to, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y,
      int yAt, boolean relu, int lanes) {
    VectorForward.outputs(outputs, from, to, values, bias, biasAt, x, xAt, y, yAt, relu, lanes);
  }

  @Override
  public void sparseBackward(
      Panels inputs, int from, int to, float[] values, int valuesAt, float[] gradient, int gradientAt, float[] x,
      int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int lanes, float[] scratch) {
    VectorBackward.columns(
        inputs, from, to, values, valuesAt, gradient, gradientAt, x, xAt, dy, dyAt, dx, dxAt, gate, lanes, scratch);
  }

  @Override
  public void denseForward(
      int out, int in, int from, int to, float[] w, int wAt, float[] bias, int biasAt,
      float[] x, int xAt, float[] y, int yAt, boolean relu, int rows, float[] scratch) {
    for (int t = 0; t < Tile.count(rows); t++) {
      for (int o = from; o < to; o++) {
        VectorForward.fill(bias[biasAt + o], y, yAt + (t * out + o) * Tile.LANES, Tile.lanes(rows, t));
      }
    }
    VectorDense.multiply(out, from, to, in, w, wAt, 1, out, x, xAt, y, yAt, rows, scratch);
    for (int t = 0; relu && t < Tile.count(rows); t++) {
      for (int o = from; o < to; o++) {
        VectorForward.rectify(y, yAt + (t * out + o) * Tile.LANES, Tile.lanes(rows, t));
      }
    }
  }

  @Override
  public void denseBackward(
      int out, int in, int from, int to, float[] w, int wAt, float[] gradient, int gradientAt,
      float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt, boolean gate, int rows, float[] scratch) {
    VectorDenseGradient.add(out, in, from, to, gradient, gradientAt, x, xAt, dy, dyAt, rows, scratch);
    if (dx == null) {
      return;
    }
    for (int t = 0; t < Tile.count(rows); t++) {
      for (int i = from; i < to; i++) {
        VectorForward.fill(0f, dx, dxAt + (t * in + i) * Tile.LANES, Tile.lanes(rows, t));
      }
    }
    VectorDense.multiply(in, from, to, out, w, wAt, out, 1, dy, dyAt, dx, dxAt, rows, scratch);
    for (int t = 0; gate && t < Tile.count(rows); t++) {
      for (int i = from; i < to; i++) {
        int row = (t * in + i) * Tile.LANES;
        VectorForward.close(x, xAt + row, dx, dxAt + row, Tile.lanes(rows, t));
      }
    }
  }

  @Override
  public void biasGradient(
      int out, float[] dy, int dyAt, float[] gradient, int gradientAt, int lanes, float[] scratch) {
    for (int o = 0; o < out; o++) {
      int row = dyAt + o * Tile.LANES;
      for (int part = 0; part < VectorReduction.PARTIALS; part += WIDTH) {
        FloatVector p = FloatVector.fromArray(SPECIES, dy, row + part);
        for (int b = VectorReduction.PARTIALS; b < lanes; b += VectorReduction.PARTIALS) {
          p = p.add(FloatVector.fromArray(SPECIES, dy, row + part + b));
        }
        p.intoArray(scratch, o * VectorReduction.PARTIALS + part);
      }
    }
    VectorReduction.fold(scratch, 0, out);
    VectorReduction.addSums(scratch, 0, out, gradient, gradientAt);
  }

  @Override
  public void gate(float[] x, int xAt, float[] dx, int dxAt, int count) {
    int whole = count - count % WIDTH;
    VectorForward.close(x, xAt, dx, dxAt, whole);
    for (int n = whole; n < count; n++) {
      dx[dxAt + n] = x[xAt + n] > 0 ? dx[dxAt + n] : 0;
    }
  }

  @Override
  public void tanh(float[] x, int xAt, float[] y, int yAt, int count) {
    VectorTanh.map(x, xAt, y, yAt, count);
  }

  @Override
  public void giveToLargest(float[] x, int xAt, float[] y, int yAt, float[] left, float[] dx, int dxAt) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int b = 0; b < Tile.LANES; b += WIDTH) {
      FloatVector all = FloatVector.fromArray(SPECIES, left, b);
      var has = FloatVector.fromArray(SPECIES, x, xAt + b)
          .compare(VectorOperators.EQ, FloatVector.fromArray(SPECIES, y, yAt + b));
      FloatVector given = zero.blend(all, has);
      FloatVector.fromArray(SPECIES, dx, dxAt + b).add(given).intoArray(dx, dxAt + b);
      all.sub(given).intoArray(left, b);
    }
  }

  @Override
  public void packPixels(
      float[] tile, int tileAt, float[] planes, int planesAt, int perGroup, int groups, int count) {
    VectorPixels.pack(tile, tileAt, planes, planesAt, perGroup, groups, count);
  }

  @Override
  public void unpackPixels(
      float[] planes, int planesAt, int perGroup, int groups, float[] tile, int tileAt, int count) {
    VectorPixels.unpack(planes, planesAt, perGroup, groups, tile, tileAt, count);
  }

  @Override
  public void addRows(float[] from, int fromAt, int count, float[] sums) {
    VectorStrip.addRows(from, fromAt, count, sums);
  }

  @Override
  public void convForward(
      ConvPlan plan, int lanes, float[] values, float[] bias, int biasAt, float[] x, int xAt, float[] y, int yAt) {
    VectorConv.forward(plan, lanes, values, bias, biasAt, x, xAt, y, yAt);
  }

  @Override
  public void convInputGradient(
      ConvPlan plan, int lanes, int from, int to, float[] values, float[] dy, int dyAt, float[] dx, int dxAt) {
    VectorConv.inputGradient(plan, lanes, from, to, values, dy, dyAt, dx, dxAt);
  }

  @Override
  public void convWeightGradient(
      ConvPlan plan, int lanes, int from, int to, float[] x, int xAt, float[] dy, int dyAt, float[] partials) {
    VectorConv.weightGradient(plan, lanes, from, to, x, xAt, dy, dyAt, partials);
  }

  @Override
  public void gather(
      float[] rows, int[] rowAt, int rowAtFrom, int count, int features, float[] tile, int tileAt, int lanes) {
    VectorGather.gather(rows, rowAt, rowAtFrom, count, features, tile, tileAt, lanes);
  }
}
