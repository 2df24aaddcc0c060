package io.gossamer.ops.peer;

import ai.djl.ndarray.NDManager;
import io.gossamer.ops.kernel.Interleaved;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;

/**
 * Layers of sparse 3x3 convolutions at batch 32, packing of planes included, against dense ones of PyTorch (oneDNN) in
 * the same run, one thread each. The backward of PyTorch is its forward and backward together less its forward.
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.peer.ConvRatios \
 *   -Dbench.arguments=</pre>
 */
public final class ConvRatios {
  private static final int BATCH = 32;

  private ConvRatios() {}

  public static void main(String[] arguments) {
    try (NDManager manager = Torch.open()) {
      System.out.printf("java %s, kernels %s, %s, batch %d, microseconds%n", Runtime.version(),
          KernelChoice.kernels().name(), Torch.version(), BATCH);
      System.out.printf("%-14s %9s %9s %9s %9s %9s %7s %7s%n", "channels@side", "sparsity", "forward", "backward",
          "torch fwd", "torch bwd", "fwd x", "bwd x");
      for (int[] shape : new int[][] {{64, 16}, {128, 8}}) {
        for (double sparsity : new double[] {0.8, 0.9, 0.95}) {
          compare(manager, shape[0], shape[1], sparsity);
        }
      }
    }
  }

  private static void compare(NDManager manager, int channels, int side, double sparsity) {
    int nnz = (int) Math.round((1 - sparsity) * channels * channels * 9);
    BenchConv conv = new BenchConv(
        channels, side, Patterns.random(channels, channels * 9, nnz, new Seed(1)), BATCH);
    TorchConv torch = new TorchConv(manager, BATCH, channels, channels, side);
    Interleaved run = new Interleaved()
        .add("forward", conv::forward)
        .add("backward", conv::backward)
        .add("torch fwd", torch::forward)
        .add("torch both", torch::forwardAndBackward)
        .run(9);
    double torchBackward = run.median("torch both") - run.median("torch fwd");
    System.out.printf("%-14s %9s %9.0f %9.0f %9.0f %9.0f %7.2f %7.2f%n", channels + "@" + side, sparsity,
        run.median("forward"), run.median("backward"), run.median("torch fwd"), torchBackward,
        run.median("torch fwd") / run.median("forward"), torchBackward / run.median("backward"));
  }
}
