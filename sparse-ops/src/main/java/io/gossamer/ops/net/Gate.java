package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;

/** Closes the gradient of a rectified output where it is not above zero, for readers that do not. */
final class Gate implements Layer {
  private final Kernels kernels;
  private final Tensor output;

  Gate(Kernels kernels, Tensor output) {
    this.kernels = kernels;
    this.output = output;
  }

  @Override
  public void forward(Batch batch) {
    throw new UnsupportedOperationException("a gate has no forward step");
  }

  @Override
  public void backward(Batch batch) {
    for (int t = 0; t < batch.tiles(); t++) {
      kernels.gate(output.values(), output.at(t), output.gradients(), output.gradientAt(t), output.floats());
    }
  }
}
