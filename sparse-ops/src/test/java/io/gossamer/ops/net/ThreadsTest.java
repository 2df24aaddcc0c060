package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.optim.Adam;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.Lamb;
import io.gossamer.ops.optim.Optimizer;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.optim.Stepper;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.testing.Allocation;
import io.gossamer.ops.threads.Crew;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Invariant 4 of the design: the number of threads changes no bit. */
class ThreadsTest {
  private static final int STEPS = 4;

  private static final List<NetworkSpec> NETWORKS = List.of(
      Graphs.spec(1, "linear out=3"),
      Graphs.spec(37, "fc1 = linear out=29", "relu", "fc2 = linear out=13", "tanh", "fc3 = linear out=3"),
      Graphs.spec(200, "fc1 = linear out=150", "relu", "fc2 = linear out=140 bias=false", "relu", "linear out=3"),
      Graphs.spec(new Shape(1, 9, 9), false, List.of("a = conv2d out=5 kernel=5", "relu", "p = max-pool",
          "b = conv2d out=6 kernel=2", "relu", "linear out=3")),
      Graphs.spec(new Shape(3, 8, 7), false, List.of("a = conv2d out=7 padding=1", "relu",
          "b = conv2d out=9 kernel=3 stride=2 padding=1", "norm = batch-norm", "relu", "c = conv2d out=8 kernel=2",
          "pool = global-pool", "linear out=3")),
      Graphs.dense(),
      Graphs.sparse());

  @Test
  void anyNumberOfThreadsTrainsTheSameBits() {
    for (NetworkSpec spec : NETWORKS) {
      for (double density : new double[] {0, 0.1, 0.7, 1}) {
        for (double crossover : new double[] {Executions.NEVER_DENSE, Executions.ALWAYS_DENSE}) {
          for (int rows : new int[] {1, 20, 70, 130}) {
            check(spec, Graphs.patterns(spec, density), crossover, KernelChoice.kernels(), new Sgd(0.9f, true, 1e-3f),
                rows);
          }
        }
        check(spec, Graphs.patterns(spec, density), 1, new ScalarKernels(), new Sgd(0.9f, true, 1e-3f), 70);
      }
    }
  }

  @Test
  void blocksTrainTheSameBits() {
    NetworkSpec spec = Graphs.spec(64, "fc1 = linear out=32", "relu", "linear out=3");
    List<Pattern> patterns = new ArrayList<>(Graphs.patterns(spec, 0.5));
    int[] blocks = IntStream.range(0, 32 * 64).filter(p -> (p / 64 / 4 + p % 64) % 2 == 0).toArray();
    patterns.set(0, Patterns.ofFlat(32, 64, blocks));

    check(spec, patterns, Executions.NEVER_DENSE, KernelChoice.kernels(), new Sgd(0.9f, true, 1e-3f), 200);
  }

  @Test
  void everyOptimizerStepsToTheSameBitsOverSeveralParts() {
    NetworkSpec spec = Graphs.spec(300, "fc1 = linear out=200", "relu", "linear out=3");
    List<Optimizer> optimizers = List.of(
        new Sgd(0.9f, false, 1e-3f), new Adam(0.9f, 0.999f, 1e-8f, 1e-2f, true), new Lamb(0.9f, 0.999f, 1e-8f, 1e-2f));
    for (Optimizer optimizer : optimizers) {
      check(spec, Graphs.patterns(spec, 0.9), Executions.NEVER_DENSE, KernelChoice.kernels(), optimizer, 20);
    }
  }

  @Test
  void randomShapesTrainTheSameBits() {
    Seed.Stream stream = new Seed(11).child("ThreadsTest").stream();
    for (int n = 0; n < 25; n++) {
      NetworkSpec spec = Graphs.spec(1 + stream.nextInt(150), "linear out=" + (1 + stream.nextInt(150)), "relu",
          "linear out=" + (1 + stream.nextInt(70)), "sigmoid", "linear out=3");
      double crossover = stream.nextInt(2) == 0 ? Executions.NEVER_DENSE : Executions.ALWAYS_DENSE;
      check(spec, Graphs.patterns(spec, stream.nextDouble()), crossover, KernelChoice.kernels(),
          new Sgd(0.9f, true, 1e-3f), 1 + stream.nextInt(200));
    }
  }

  private static void check(
      NetworkSpec spec, List<Pattern> patterns, double crossover, Kernels kernels, Optimizer optimizer, int rows) {
    float[] alone = trained(spec, patterns, crossover, kernels, optimizer, rows, Crew.ALONE);
    for (int threads : new int[] {2, 3}) {
      Crew crew = new Crew(threads, 1);
      crew.begin();
      float[] together = trained(spec, patterns, crossover, kernels, optimizer, rows, crew);
      crew.end();
      assertThat(together)
          .as("%d threads, %s, %s, crossover %s, %s", threads, spec.nodes(), patterns, crossover, optimizer)
          .isEqualTo(alone);
    }
  }

  /** Values after some steps, then predictions. */
  private static float[] trained(
      NetworkSpec spec, List<Pattern> patterns, double crossover, Kernels kernels, Optimizer optimizer, int count,
      Crew crew) {
    Rows rows = Graphs.given(spec, Graphs.rows(spec, count));
    Executions executions = new Executions(Collections.nCopies(10, crossover));
    Network network = new Network(spec, patterns, executions, kernels, crew, count);
    float[] values = Graphs.trained(network, optimizer, rows, STEPS);
    float[] predictions = Graphs.predictions(network, rows);
    float[] both = Arrays.copyOf(values, values.length + predictions.length);
    System.arraycopy(predictions, 0, both, values.length, predictions.length);
    return both;
  }

  @Test
  void stepsAllocateNothingOnAnyThread() {
    NetworkSpec spec = Graphs.spec(new Shape(2, 6, 6), false, List.of("conv2d out=4 padding=1", "norm = batch-norm",
        "relu", "max-pool", "linear out=30", "tanh", "linear out=3"));
    List<Pattern> patterns = Graphs.patterns(spec, 0.3);
    Crew crew = new Crew(2, 1);
    Network network = new Network(
        spec, patterns, Executions.UNMEASURED, new ScalarKernels(), crew, 128);
    Stepper stepper = new Stepper(
        new Sgd(0.9f, true, 1e-3f), Clipping.NONE, network.layout(), network.touched(), crew);
    DenseRows rows = Graphs.rows(spec, 128);
    int[] order = IntStream.range(0, 128).toArray();
    network.load(Graphs.values(spec, patterns));
    crew.begin();
    long allocated = Allocation.least(n -> {
      network.gradient(rows, order, 0, 128, n);
      stepper.step(network.parameters(), network.gradients(), network.touched(), 0.01f);
      network.refresh();
    });
    crew.end();

    assertThat(allocated).isZero();
  }
}
