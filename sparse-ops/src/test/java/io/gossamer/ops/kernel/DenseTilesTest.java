package io.gossamer.ops.kernel;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Shapes;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dense kernels take all tiles of a batch at once: to the same bits as one by one, on vectors and in plain loops. */
class DenseTilesTest {
  private static final int OUT = 283;
  private static final int IN = 311;
  private static final int MOST = 3;
  private static final Seed SEED = new Seed(5).child("dense tiles");

  private final float[] scratch = new float[Kernels.denseScratchFloats()];

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 64, 70, 97, 130, 192})
  void allTilesAtOnceGiveTheBitsOfOneByOne(int rows) {
    Run expected = new Run();
    for (int t = 0; t < Tile.count(rows); t++) {
      expected.run(new ScalarKernels(), t, Tile.lanes(rows, t));
    }
    for (Kernels kernels : new Kernels[] {new ScalarKernels(), new VectorKernels()}) {
      Run found = new Run();
      found.run(kernels, 0, rows);

      Bits.assertSame(kernels.name() + " y", found.y, expected.y);
      Bits.assertSame(kernels.name() + " dx", found.dx, expected.dx);
      Bits.assertSame(kernels.name() + " gradient", found.gradient, expected.gradient);
    }
  }

  private final class Run {
    private final float[] w = Shapes.floats(OUT * IN, SEED.child("w"));
    private final float[] bias = Shapes.floats(OUT, SEED.child("bias"));
    private final float[] x = Shapes.floats(MOST * IN * Tile.LANES, SEED.child("x"));
    private final float[] dy = Shapes.floats(MOST * OUT * Tile.LANES, SEED.child("dy"));
    private final float[] y = Shapes.floats(MOST * OUT * Tile.LANES, SEED.child("y"));
    private final float[] dx = Shapes.floats(MOST * IN * Tile.LANES, SEED.child("dx"));
    private final float[] gradient = Shapes.floats(OUT * IN, SEED.child("gradient"));

    void run(Kernels kernels, int firstTile, int rows) {
      int xAt = firstTile * IN * Tile.LANES;
      int yAt = firstTile * OUT * Tile.LANES;
      kernels.denseForward(OUT, IN, w, 0, bias, 0, x, xAt, y, yAt, true, rows, scratch);
      kernels.denseBackward(OUT, IN, w, 0, gradient, 0, x, xAt, dy, yAt, dx, xAt, true, rows, scratch);
    }
  }
}
