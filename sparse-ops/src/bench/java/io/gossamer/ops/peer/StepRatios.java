package io.gossamer.ops.peer;

import ai.djl.ndarray.NDManager;
import io.gossamer.ops.kernel.Interleaved;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.optim.Stepper;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Whole training steps, everything included, against dense PyTorch steps of the same network in the same run, one
 * thread each.
 *
 * <pre>mvn -f sparse-ops -Pbench test-compile exec:exec -Dbench.main=io.gossamer.ops.peer.StepRatios \
 *   -Dbench.arguments=</pre>
 */
public final class StepRatios {
  private static final int BATCH = 128;
  private static final int ROWS = 4096;

  private StepRatios() {}

  public static void main(String[] arguments) {
    try (NDManager manager = Torch.open()) {
      System.out.printf("java %s, kernels %s, %s%n", Runtime.version(), KernelChoice.kernels().name(),
          Torch.version());
      System.out.printf("%-20s %9s %14s %14s %8s%n", "network", "sparsity", "rows/s", "torch rows/s", "ratio");
      for (int[] hidden : new int[][] {{300, 100}, {2048, 2048}}) {
        for (double sparsity : new double[] {0.9, 0.95, 0.99}) {
          compare(manager, hidden, sparsity);
        }
      }
    }
  }

  private static void compare(NDManager manager, int[] hidden, double sparsity) {
    DenseRows rows = rows();
    Ours ours = new Ours(hidden, sparsity, rows);
    TorchMlp torch = new TorchMlp(manager, 784, hidden[0], hidden[1], 10);
    int[] at = {0};
    Interleaved run = new Interleaved()
        .add("ours", () -> ours.step(next(at)))
        .add("torch", () -> torch.step(rows.values(), rows.labels(), next(at), BATCH))
        .run(9);
    double mine = BATCH / run.median("ours") * 1e6;
    double theirs = BATCH / run.median("torch") * 1e6;
    System.out.printf("784-%d-%d-10%s %9s %,14.0f %,14.0f %8.2f%n", hidden[0], hidden[1],
        hidden[0] < 1000 ? "   " : " ", sparsity, mine, theirs, mine / theirs);
  }

  private static int next(int[] at) {
    at[0] = (at[0] + BATCH) % (ROWS - BATCH + 1);
    return at[0];
  }

  /** Like images: four fifths of the numbers are zero. */
  private static DenseRows rows() {
    Seed.Stream draws = new Seed(1).stream();
    float[] values = new float[ROWS * 784];
    float[] labels = new float[ROWS];
    for (int n = 0; n < values.length; n++) {
      values[n] = draws.nextInt(5) == 0 ? (float) draws.nextDouble() : 0;
    }
    for (int n = 0; n < ROWS; n++) {
      labels[n] = draws.nextInt(10);
    }
    return new DenseRows(784, values, labels, null);
  }

  /** What a task does at every local step. */
  private static final class Ours {
    private final Network network;
    private final Stepper stepper;
    private final DenseRows rows;
    private final int[] order = IntStream.range(0, ROWS).toArray();

    Ours(int[] hidden, double sparsity, DenseRows rows) {
      NetworkSpec spec = NetworkSpec.mlp(784, List.of(hidden[0], hidden[1]), 10, LossKind.SOFTMAX);
      List<Pattern> patterns = new ArrayList<>();
      for (NetworkSpec.Masked masked : spec.masked()) {
        long places = masked.parameter().places();
        patterns.add(Patterns.random(masked.parameter().out(), masked.parameter().in(),
            (int) Math.round((1 - sparsity) * places), new Seed(2).child(masked.layer())));
      }
      this.rows = rows;
      this.network = new Network(spec, patterns, KernelChoice.kernels(), BATCH);
      this.stepper =
          new Stepper(new Sgd(0.9f, true, 1e-4f), Clipping.NONE, network.layout(), network.touched());
      network.load(Initialization.values(spec, patterns, new Seed(3)));
    }

    void step(int from) {
      network.gradient(rows, order, from, BATCH, 0);
      stepper.step(network.parameters(), network.gradients(), network.touched(), 1e-3f);
      network.refresh();
    }
  }
}
