package io.gossamer.ops.net;

import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;

/** Adds up, in the order of the readers, the gradients that several readers of one output left. */
final class GradientSum implements Layer {
  private final Tensor output;
  private final float[] gradients;
  private final int[] from;

  GradientSum(Tensor output, float[] gradients, int[] from) {
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
    for (int t = 0; t < batch.tiles(); t++) {
      int at = output.gradientAt(t);
      System.arraycopy(gradients, from[0] + t * output.floats(), gradients, at, output.floats());
      for (int e = 1; e < from.length; e++) {
        add(gradients, from[e] + t * output.floats(), at, output.floats());
      }
    }
  }

  private static void add(float[] array, int from, int into, int count) {
    for (int n = 0; n < count; n++) {
      array[into + n] += array[from + n];
    }
  }
}
