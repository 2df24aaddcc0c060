package io.gossamer.ops.net;

import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;

/** Closes the gradient of a rectified output where it is not above zero, for readers that do not. */
final class Gate implements Layer {
  private final Tensor output;

  Gate(Tensor output) {
    this.output = output;
  }

  @Override
  public void forward(Batch batch) {
    throw new UnsupportedOperationException("a gate has no forward step");
  }

  @Override
  public void backward(Batch batch) {
    for (int t = 0; t < batch.tiles(); t++) {
      close(output.values(), output.at(t), output.gradients(), output.gradientAt(t), output.floats());
    }
  }

  private static void close(float[] y, int yAt, float[] dy, int dyAt, int count) {
    for (int n = 0; n < count; n++) {
      dy[dyAt + n] = y[yAt + n] > 0 ? dy[dyAt + n] : 0;
    }
  }
}
