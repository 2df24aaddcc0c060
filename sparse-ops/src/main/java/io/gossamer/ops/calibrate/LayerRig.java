package io.gossamer.ops.calibrate;

import io.gossamer.ops.kernel.Arena;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Parameter;
import io.gossamer.ops.layer.Scratch;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.values.Window;
import java.util.ArrayList;
import java.util.List;

/** One masked layer alone, on one tile of drawn numbers, with a drawn mask. */
final class LayerRig {
  private static final Seed SEED = new Seed(1).child("calibration");

  private final Batch batch = new Batch();
  private final Layer layer;
  private final double multiplyAdds;

  /** Input and output, which the rigs of one work share. */
  static final class Tensors {
    private final Tensor input;
    private final Tensor output;

    Tensors(LayerWork work) {
      this.input = tensor(work.input(), work.inputGradient());
      this.output = tensor(work.layer().output(List.of(work.input())), true);
    }
  }

  LayerRig(LayerWork work, Tensors tensors, Kernels kernels, double density, boolean dense) {
    Parameter weight = work.weight();
    Pattern pattern = Patterns.random(
        weight.out(), weight.in(), (int) Math.round(density * weight.places()), SEED.child("mask"));
    List<Window> windows = new ArrayList<>();
    int length = 0;
    for (Parameter parameter : work.layer().parameters(List.of(work.input()))) {
      int count = parameter.equals(weight) ? pattern.nnz() : (int) parameter.places();
      windows.add(new Window(parameter.name(), length, count, parameter.role(), true));
      length += count;
    }
    Scratch scratch = new Scratch(1, work.layer().scratchFloats(List.of(work.input()), false));
    Site site = new Site(
        0, kernels, List.of(tensors.input), tensors.output, windows, pattern, dense, false, false, true, 1,
        drawn(length, 0.1f), new float[Math.max(Arena.LEAST_FLOATS, length)], Crew.ALONE, scratch);
    this.layer = work.layer().compile(site);
    int uses = weight.kernel() == 0 ? 1 : tensors.output.shape().area();
    this.multiplyAdds = (work.inputGradient() ? 3.0 : 2.0) * pattern.nnz() * uses * work.columns();
    int[] order = new int[work.columns()];
    batch.set(new DenseRows(1, new float[1], new float[1], null), order, 0, order.length, true, 0);
  }

  private static Tensor tensor(Shape shape, boolean gradient) {
    float[] values = drawn(shape.features() * Tile.LANES, 1);
    float[] gradients = gradient ? drawn(shape.features() * Tile.LANES, 1) : null;
    int at = new Arena(0).take(0);
    return new Tensor(shape, values, at, gradients, gradient ? at : 0, false);
  }

  private static float[] drawn(int count, float size) {
    float[] floats = new float[Math.max(Arena.LEAST_FLOATS, count + Tile.LANES)];
    Seed.Stream draws = SEED.stream();
    for (int n = 0; n < floats.length; n++) {
      floats[n] = size * ((float) draws.nextDouble() - 0.5f);
    }
    return floats;
  }

  /** Of a step. */
  double multiplyAdds() {
    return multiplyAdds;
  }

  /** What a step costs: copies brought up to date, forward, backward. */
  void step() {
    layer.refresh();
    layer.forward(batch);
    layer.backward(batch);
  }
}
