package io.gossamer.ops.kernel.structured;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Panels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Shapes;

/** Inputs of one layer over two tiles, laid out with gaps so that a kernel writing outside its window is seen. */
final class LayoutRun {
  static final int TILES = 2;
  static final int MARGIN = 5;

  final Pattern pattern;
  final float[] values;
  final float[] bias;
  final float[] x;
  final float[] dy;
  final float[] y;
  final float[] dx;
  final float[] gradient;
  private final float[] scratch;

  LayoutRun(Pattern pattern, Seed seed) {
    this.pattern = pattern;
    this.values = Shapes.floats(pattern.nnz() + 2 * MARGIN, seed.child("values"));
    this.bias = Shapes.floats(pattern.out() + MARGIN, seed.child("bias"));
    this.x = Shapes.floats(tiles(pattern.in()), seed.child("x"));
    this.dy = Shapes.floats(tiles(pattern.out()), seed.child("dy"));
    this.y = Shapes.floats(tiles(pattern.out()), seed.child("y"));
    this.dx = Shapes.floats(tiles(pattern.in()), seed.child("dx"));
    this.gradient = Shapes.floats(pattern.nnz() + 2 * MARGIN, seed.child("gradient"));
    this.scratch = Shapes.floats(
        Kernels.scratchFloats(Math.max(pattern.in(), pattern.out())), seed.child("scratch"));
  }

  static int at(int features, int tile) {
    return MARGIN + tile * features * Tile.LANES;
  }

  private static int tiles(int features) {
    return TILES * features * Tile.LANES + 2 * MARGIN;
  }

  /** As a pattern without structure. */
  LayoutRun plain(Kernels kernels, boolean relu, boolean inputGradient, int lanes) {
    Panels outputs = Panels.wholeByOutput(pattern);
    float[] byRow = new float[pattern.nnz()];
    for (int p = 0; p < byRow.length; p++) {
      byRow[pattern.positions()[p]] = values[MARGIN + p];
    }
    for (int t = 0; t < TILES; t++) {
      int xAt = at(pattern.in(), t);
      int yAt = at(pattern.out(), t);
      kernels.sparseForward(
          outputs, byRow, bias, MARGIN, x, xAt, y, yAt, relu, lanes);
      backward(kernels, t, relu, inputGradient, lanes);
    }
    return this;
  }

  private void backward(Kernels kernels, int tile, boolean gate, boolean inputGradient, int lanes) {
    int xAt = at(pattern.in(), tile);
    kernels.sparseBackward(
        Panels.wholeByInput(pattern), values, MARGIN, gradient, MARGIN, x, xAt, dy, at(pattern.out(), tile),
        inputGradient ? dx : null, xAt, gate, lanes, scratch);
  }

  LayoutRun structured(StructuredLayer layer, Kernels kernels, boolean relu, boolean inputGradient, int lanes) {
    layer.refresh(values, MARGIN);
    for (int t = 0; t < TILES; t++) {
      int xAt = at(pattern.in(), t);
      int yAt = at(pattern.out(), t);
      layer.forward(bias, MARGIN, x, xAt, y, yAt, relu, lanes);
      backward(kernels, t, relu, inputGradient, lanes);
    }
    return this;
  }

  /** Compares by bits, so that zeros of different sign differ. */
  void assertSameAs(LayoutRun expected) {
    same("y", y, expected.y);
    same("dx", dx, expected.dx);
    same("gradient", gradient, expected.gradient);
  }

  private static void same(String what, float[] found, float[] expected) {
    assertThat(found).hasSameSizeAs(expected);
    for (int n = 0; n < found.length; n++) {
      if (Float.floatToIntBits(found[n]) != Float.floatToIntBits(expected[n])) {
        throw new AssertionError(what + "[" + n + "] is " + found[n] + ", not " + expected[n]);
      }
    }
  }
}
