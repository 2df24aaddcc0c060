package io.gossamer.ops.peer;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.GradientCollector;

/** The rival: a dense 3x3 convolution, stride 1, padding 1, forward, and forward with both gradients. */
final class TorchConv {
  private final NDManager manager;
  private final NDArray x;
  private final NDArray w;
  private final NDArray b;

  TorchConv(NDManager manager, int batch, int in, int out, int side) {
    this.manager = manager;
    this.x = Torch.parameter(manager, 1, batch, in, side, side);
    this.w = Torch.parameter(manager, 0.05, out, in, 3, 3);
    this.b = manager.zeros(new Shape(out));
  }

  private NDArray convolve(NDManager scope) {
    NDArray y = Conv2d.conv2d(x, w, b, new Shape(1, 1), new Shape(1, 1)).singletonOrThrow();
    y.attach(scope);
    return y;
  }

  void forward() {
    try (NDManager scope = manager.newSubManager()) {
      convolve(scope);
    }
  }

  /** Gradients by input and weights of the sum of the outputs, the forward pass included. */
  void forwardAndBackward() {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
      NDArray sum = convolve(scope).sum();
      sum.attach(scope);
      collector.backward(sum);
    }
  }
}
