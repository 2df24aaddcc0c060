package io.gossamer.ops.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Invariant 4 of the design: the choice between sparse and dense execution changes no bit. */
class ExecutionsTest {
  private static final int STEPS = 6;

  private static final List<NetworkSpec> NETWORKS = List.of(
      Graphs.spec(37, "fc1 = linear out=29", "relu", "fc2 = linear out=13", "tanh", "fc3 = linear out=3"),
      Graphs.spec(200, "fc1 = linear out=150", "relu", "fc2 = linear out=140 bias=false", "relu", "linear out=3"),
      Graphs.spec(new Shape(3, 8, 7), false, List.of("a = conv2d out=7 padding=1", "relu",
          "b = conv2d out=9 kernel=3 stride=2 padding=1", "norm = batch-norm", "relu", "c = conv2d out=8 kernel=2",
          "pool = global-pool", "linear out=3")),
      Graphs.dense(),
      Graphs.sparse());

  @Test
  void sparseAndDenseExecutionTrainTheSameBits() {
    for (NetworkSpec spec : NETWORKS) {
      for (double density : new double[] {0, 0.03, 0.3, 0.9, 1}) {
        List<Pattern> patterns = Graphs.patterns(spec, density);
        for (int rows : new int[] {20, 70}) {
          float[] sparse = trained(spec, patterns, all(Executions.NEVER_DENSE), KernelChoice.kernels(), rows);
          String name = spec.maskedNames() + " at density " + density + " on " + rows + " rows";
          assertThat(trained(spec, patterns, all(Executions.ALWAYS_DENSE), KernelChoice.kernels(), rows)).as(name)
              .isEqualTo(sparse);
          assertThat(trained(spec, patterns, all(Executions.ALWAYS_DENSE), new ScalarKernels(), rows)).as(name)
              .isEqualTo(sparse);
        }
      }
    }
  }

  @Test
  void blocksTrainTheSameBitsWrittenOut() {
    NetworkSpec spec = Graphs.spec(64, "fc1 = linear out=32", "relu", "linear out=3");
    List<Pattern> patterns = new ArrayList<>(Graphs.patterns(spec, 0.5));
    int[] blocks = IntStream.range(0, 32 * 64).filter(p -> (p / 64 / 4 + p % 64) % 2 == 0).toArray();
    patterns.set(0, Patterns.ofFlat(32, 64, blocks));

    assertThat(trained(spec, patterns, all(Executions.ALWAYS_DENSE), KernelChoice.kernels(), 70))
        .isEqualTo(trained(spec, patterns, all(Executions.NEVER_DENSE), KernelChoice.kernels(), 70));
  }

  @Test
  void aLayerTurnsDenseAtItsCrossover() {
    Executions executions = new Executions(List.of(0.5, Executions.ALWAYS_DENSE, Executions.NEVER_DENSE));

    assertThat(executions.isDense(0, Patterns.ofFlat(1, 4, new int[] {0}))).isFalse();
    assertThat(executions.isDense(0, Patterns.ofFlat(1, 4, new int[] {0, 1}))).isTrue();
    assertThat(executions.isDense(1, Patterns.ofFlat(1, 4, new int[0]))).isTrue();
    assertThat(executions.isDense(2, Patterns.full(1, 4))).isFalse();
    assertThat(executions.isDense(3, Patterns.full(1, 4))).as("not measured, but full").isTrue();
    assertThat(executions.isDense(3, Patterns.ofFlat(1, 4, new int[] {0, 1, 2}))).as("not measured").isFalse();
  }

  @Test
  void refusesCrossoversThatMeanNothing() {
    for (double crossover : new double[] {-0.1, 2.1, Double.NaN}) {
      assertThatThrownBy(() -> new Executions(List.of(crossover))).isInstanceOf(InvalidInput.class)
          .hasMessageContaining("it must be from 0 (always) to 2 (never)");
    }
  }

  private static Executions all(double crossover) {
    return new Executions(Collections.nCopies(10, crossover));
  }

  private static float[] trained(
      NetworkSpec spec, List<Pattern> patterns, Executions executions, Kernels kernels, int count) {
    Network network = new Network(spec, patterns, executions, kernels, count);
    return Graphs.trained(
        network, new Sgd(0.9f, true, 1e-3f), Graphs.given(spec, Graphs.rows(spec, count)), STEPS);
  }
}
