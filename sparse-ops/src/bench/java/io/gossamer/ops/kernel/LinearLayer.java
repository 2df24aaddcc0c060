package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.SparseMatrix;

/** One layer of a benchmark over a whole batch: our kernels on tiles, each array in an arena of its own. */
final class LinearLayer {
  private final int tiles;
  private final SparseMatrix matrix;
  private final float[] byRow;
  private final Panels outputs;
  private final Panels inputs;
  private final float[] forward;
  private final float[] byInput;
  private final Window x;
  private final Window y;
  private final Window dx;
  private final Window gradient;
  private final float[] bias;
  private final float[] scratch;

  /** A window of its own arena, large enough that G1 keeps it in place. */
  private record Window(float[] floats, int at) {
    static Window of(int count, Seed seed) {
      Arena arena = new Arena(Math.max(count + 64, 1 << 21));
      int at = arena.take(count);
      Seed.Stream draws = seed.stream();
      for (int n = 0; n < count; n++) {
        arena.floats()[at + n] = (float) draws.nextDouble() - 0.5f;
      }
      return new Window(arena.floats(), at);
    }
  }

  LinearLayer(int batch, SparseMatrix matrix, Seed seed) {
    this.tiles = Tile.count(batch);
    this.matrix = matrix;
    this.byRow = new float[matrix.nnz()];
    Seed.Stream draws = seed.stream();
    for (int k = 0; k < byRow.length; k++) {
      byRow[k] = (float) draws.nextDouble() - 0.5f;
    }
    this.byInput = matrix.byInput(byRow);
    this.outputs = Panels.byOutput(matrix.pattern());
    this.inputs = Panels.byInput(matrix.pattern());
    this.forward = new float[matrix.nnz()];
    for (int k = 0; k < forward.length; k++) {
      forward[k] = byRow[outputs.positions()[k]];
    }
    this.x = Window.of(tiles * matrix.in() * Tile.LANES, seed.child("x"));
    this.y = Window.of(tiles * matrix.out() * Tile.LANES, seed.child("y"));
    this.dx = Window.of(tiles * matrix.in() * Tile.LANES, seed.child("dx"));
    this.gradient = Window.of(matrix.nnz(), seed.child("gradient"));
    this.bias = new float[matrix.out()];
    this.scratch = new Arena(
        Math.max(Arena.LEAST_FLOATS, Kernels.scratchFloats(Math.max(matrix.in(), matrix.out())))).floats();
  }

  void sparseForward(Kernels kernels) {
    for (int t = 0; t < tiles; t++) {
      kernels.sparseForward(
          outputs, forward, bias, 0, x.floats, xAt(t), y.floats, yAt(t),
          true, Tile.LANES);
    }
  }

  void sparseBackward(Kernels kernels) {
    for (int t = 0; t < tiles; t++) {
      kernels.sparseBackward(
          inputs, byInput, 0, gradient.floats, gradient.at, x.floats,
          xAt(t), y.floats, yAt(t), dx.floats, xAt(t), true, Tile.LANES, scratch);
    }
  }

  void denseForward(Kernels kernels) {
    kernels.denseForward(
        matrix.out(), matrix.in(), byInput, 0, bias, 0, x.floats, x.at, y.floats, y.at, true, tiles * Tile.LANES,
        scratch);
  }

  void denseBackward(Kernels kernels) {
    kernels.denseBackward(
        matrix.out(), matrix.in(), byInput, 0, gradient.floats, gradient.at, x.floats, x.at, y.floats, y.at, dx.floats,
        dx.at, true, tiles * Tile.LANES, scratch);
  }

  private int xAt(int tile) {
    return x.at + tile * matrix.in() * Tile.LANES;
  }

  private int yAt(int tile) {
    return y.at + tile * matrix.out() * Tile.LANES;
  }
}
