package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Shapes;
import io.gossamer.ops.testing.SparseMatrix;

/** Inputs of one layer over several tiles, laid out with gaps so that a kernel writing outside its window is seen. */
final class LayerRun {
  static final int TILES = 2;
  static final int MARGIN = 5;

  final SparseMatrix matrix;
  final int lanes;
  final boolean relu;
  final float[] byRow;
  final float[] byInput;
  final float[] bias;
  final float[] x;
  final float[] dy;
  final float[] y;
  final float[] dx;
  final float[] gradient;
  final float[] biasGradient;
  private final float[] scratch;

  LayerRun(SparseMatrix matrix, int lanes, boolean relu, Seed seed) {
    this.matrix = matrix;
    this.lanes = lanes;
    this.relu = relu;
    this.byRow = Shapes.floats(matrix.nnz(), seed.child("weights"));
    this.byInput = Shapes.floats(matrix.nnz() + MARGIN, seed.child("margin"));
    System.arraycopy(matrix.byInput(byRow), 0, byInput, MARGIN, matrix.nnz());
    this.bias = Shapes.floats(matrix.out() + MARGIN, seed.child("bias"));
    this.x = Shapes.floats(tiles(matrix.in()), seed.child("x"));
    this.dy = Shapes.floats(tiles(matrix.out()), seed.child("dy"));
    this.y = Shapes.floats(tiles(matrix.out()), seed.child("y"));
    this.dx = Shapes.floats(tiles(matrix.in()), seed.child("dx"));
    this.gradient = Shapes.floats(matrix.nnz() + 2 * MARGIN, seed.child("gradient"));
    this.biasGradient = Shapes.floats(matrix.out() + 2 * MARGIN, seed.child("bias gradient"));
    int floats = Math.max(Kernels.denseScratchFloats(), Kernels.scratchFloats(Math.max(matrix.in(), matrix.out())));
    this.scratch = Shapes.floats(floats, seed.child("scratch"));
  }

  static int at(int features, int tile) {
    return MARGIN + tile * features * Tile.LANES;
  }

  private static int tiles(int features) {
    return TILES * features * Tile.LANES + 2 * MARGIN;
  }

  LayerRun sparse(Kernels kernels, boolean inputGradient) {
    return sparse(kernels, inputGradient, Integer.MAX_VALUE >> 1);
  }

  /** @param width of panels */
  LayerRun sparse(Kernels kernels, boolean inputGradient, int width) {
    Panels outputs = Panels.byOutput(matrix.pattern(), width);
    Panels inputs = Panels.byInput(matrix.pattern(), width);
    float[] forward = new float[matrix.nnz()];
    float[] backward = byInput.clone();
    float[] inOrder = gradient.clone();
    int[] byInputOf = new int[matrix.nnz()];
    int[] placeOf = new int[matrix.nnz()];
    for (int p = 0; p < matrix.nnz(); p++) {
      forward[p] = byRow[outputs.positions()[p]];
      placeOf[matrix.position()[p]] = p;
    }
    for (int p = 0; p < matrix.nnz(); p++) {
      byInputOf[p] = placeOf[inputs.positions()[p]];
      backward[MARGIN + p] = byRow[inputs.positions()[p]];
      inOrder[MARGIN + p] = gradient[MARGIN + byInputOf[p]];
    }
    for (int t = 0; t < TILES; t++) {
      int xAt = at(matrix.in(), t);
      int yAt = at(matrix.out(), t);
      kernels.sparseForward(
          outputs, forward, bias, MARGIN, x, xAt, y, yAt, relu, lanes);
      kernels.biasGradient(matrix.out(), dy, yAt, biasGradient, MARGIN, lanes, scratch);
      kernels.sparseBackward(
          inputs, backward, MARGIN, inOrder, MARGIN, x, xAt, dy, yAt, inputGradient ? dx : null, xAt, relu, lanes,
          scratch);
    }
    for (int p = 0; p < matrix.nnz(); p++) {
      gradient[MARGIN + byInputOf[p]] = inOrder[MARGIN + p];
    }
    return this;
  }

  LayerRun dense(Kernels kernels, boolean inputGradient) {
    for (int t = 0; t < TILES; t++) {
      int xAt = at(matrix.in(), t);
      int yAt = at(matrix.out(), t);
      kernels.denseForward(
          matrix.out(), matrix.in(), byInput, MARGIN, bias, MARGIN, x, xAt, y, yAt, relu, lanes, scratch);
      kernels.biasGradient(matrix.out(), dy, yAt, biasGradient, MARGIN, lanes, scratch);
      kernels.denseBackward(
          matrix.out(), matrix.in(), byInput, MARGIN, gradient, MARGIN, x, xAt, dy, yAt, inputGradient ? dx : null, xAt,
          relu, lanes, scratch);
    }
    return this;
  }
}
