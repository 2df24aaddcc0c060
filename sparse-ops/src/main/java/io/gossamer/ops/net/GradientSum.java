package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;

/** Adds up, in the order of the readers, the gradients that several readers of one output left. */
final class GradientSum implements Layer {
  private final Tensor output;
  private final float[] gradients;
  private final int[] from;
  private final Crew crew;
  private final Cut cut;
  private final Crew.Work work = this::add;
  private int tiles;

  GradientSum(Crew crew, Tensor output, float[] gradients, int[] from, int tiles) {
    this.crew = crew;
    this.cut = Cut.even(output.floats(), Tile.LANES, crew.parts((long) output.floats() * tiles * from.length));
    this.output = output;
    this.gradients = gradients;
    this.from = from;
  }

  @Override
  public void forward(Batch batch) {
    throw new UnsupportedOperationException("a sum of gradients has no forward step");
  }

  @Override
  public void backward(Batch batch) {
    this.tiles = batch.tiles();
    crew.run(cut.parts(), work);
  }

  private void add(int part, int thread) {
    int first = cut.from(part);
    int count = cut.to(part) - first;
    for (int t = 0; t < tiles; t++) {
      int at = output.gradientAt(t) + first;
      System.arraycopy(gradients, from[0] + t * output.floats() + first, gradients, at, count);
      for (int e = 1; e < from.length; e++) {
        add(gradients, from[e] + t * output.floats() + first, at, count);
      }
    }
  }

  private static void add(float[] array, int from, int into, int count) {
    for (int n = 0; n < count; n++) {
      array[into + n] += array[from + n];
    }
  }
}
