package io.gossamer.ops.peer;

import io.gossamer.ops.kernel.Arena;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Scratch;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import java.util.List;

/** One layer as in training: 3x3, stride 1, padding 1, one tile. */
final class BenchConv {
  private final Layer layer;
  private final Batch batch = new Batch();

  BenchConv(int channels, int side, Pattern pattern, int columns) {
    Shape image = new Shape(channels, side, side);
    Conv2d spec = new Conv2d(channels, 3, 1, 1, true);
    Scratch scratch = new Scratch(1, spec.scratchFloats(List.of(image), false));
    int nnz = pattern.nnz();
    List<Window> windows = List.of(
        new Window("weight", 0, nnz, Role.MASKED, true), new Window("bias", nnz, channels, Role.BIAS, true));
    Site site = new Site(
        0, KernelChoice.kernels(), List.of(tensor(image)), tensor(image), windows, pattern, false, false, false, true,
        1, draws(nnz + channels), new float[nnz + channels], Crew.ALONE, scratch);
    this.layer = spec.compile(site);
    int[] order = new int[columns];
    batch.set(new DenseRows(1, new float[1], new float[1], null), order, 0, columns, true, 0);
    layer.refresh();
  }

  private static Tensor tensor(Shape shape) {
    int at = new Arena(0).take(0);
    int floats = Math.max(1 << 20, shape.features() * Tile.LANES + 16);
    return new Tensor(shape, draws(floats), at, draws(floats), at, false);
  }

  /** Ordinary numbers: zeros and denormals would change the speed. */
  private static float[] draws(int count) {
    Seed.Stream stream = new Seed(4).stream();
    float[] draws = new float[count];
    for (int n = 0; n < draws.length; n++) {
      draws[n] = (float) stream.nextGaussian();
    }
    return draws;
  }

  void forward() {
    layer.forward(batch);
  }

  /** The gradients of input, weights and bias. */
  void backward() {
    layer.backward(batch);
  }
}
