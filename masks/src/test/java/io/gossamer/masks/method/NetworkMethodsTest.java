package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.IsoFlop;
import io.gossamer.ops.net.LowRankPaths;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Methods that train another network than the one that was asked for. */
class NetworkMethodsTest {
  private static final NetworkSpec ASKED = NetworkSpec.mlp(784, List.of(300, 100), 10, LossKind.SOFTMAX);

  private static MaskPlan plan(MaskMethods method, double sparsity, Map<String, Object> more) {
    Map<String, Object> all = new java.util.HashMap<>(more);
    all.put("method", method);
    all.put("sparsity", sparsity);
    SparsitySettings settings = Defaults.of(SparsitySettings.class, all);
    return MaskPlan.of(method.method().network(ASKED, settings), settings, 100);
  }

  /** The paths are paid for out of the count that the asked layers would keep. */
  @ParameterizedTest
  @ValueSource(doubles = {0.9, 0.95, 0.99})
  void butterflyAndItsPathsKeepWhatWasAsked(double sparsity) {
    MaskPlan plan = plan(MaskMethods.BUTTERFLY, sparsity, Map.of());
    int[] counts = MaskMethods.BUTTERFLY.method().finalCounts(plan);
    Mask mask = MaskMethods.BUTTERFLY.method().first(plan, new Seed(1));

    assertThat(mask.nnz()).isEqualTo((int) Math.round((1 - sparsity) * 266200));
    assertThat(mask.nnz()).isEqualTo(Arrays.stream(counts).sum());
    for (int l = 0; l < counts.length; l++) {
      if (LowRankPaths.isPath(plan.layers().get(l), plan.layers())) {
        assertThat(mask.patterns().get(l).isFull()).as(plan.layers().get(l)).isTrue();
      }
    }
  }

  @Test
  void aPathTakesItsShareOfTheLayersWeights() {
    // ERK keeps 9051 of 784 x 300; a quarter is 2 units of 784 + 300 weights.
    MaskPlan plan = plan(MaskMethods.BUTTERFLY, 0.95, Map.of());

    assertThat(plan.layers()).startsWith("fc1", "fc1-down", "fc1-up");
    assertThat(plan.shapes().get(1).out()).isEqualTo(2);
    assertThat(plan(MaskMethods.BUTTERFLY, 0.95, Map.of("butterfly", new ButterflySettings(0, 0))).layers())
        .containsExactly("fc1", "fc2", "fc3");
  }

  /** A row costs what it cost in the dense network, or less where the first and last layer cannot grow. */
  @ParameterizedTest
  @CsvSource({"WIDE, 0.25, 1", "PARALLEL, 0.9, 1.1", "FACTORISED, 0.9, 1.1", "DOPED, 0.9, 1.1"})
  void theLargerNetworkCostsTheSame(IsoFlop transform, double least, double most) {
    MaskPlan plan = plan(MaskMethods.ISO_FLOP, 0.9,
        Map.of("isoFlop", new IsoFlopSettings(transform, MaskMethods.RANDOM), "layers", Map.of("fc3", 0.0)));
    Mask mask = MaskMethods.ISO_FLOP.method().first(plan, new Seed(1));

    assertThat(mask.nnz() / 266200.0).isBetween(least, most);
    assertThat(MaskMethods.ISO_FLOP.method().finalNnz(plan).contains(mask.nnz())).isTrue();
  }

  @Test
  void theMasksOfTheLargerNetworkAreAnyMethods() {
    IsoFlopSettings gradual = new IsoFlopSettings(IsoFlop.WIDE, MaskMethods.GRADUAL);
    MaskPlan plan = plan(MaskMethods.ISO_FLOP, 0.9, Map.of("isoFlop", gradual));
    int[] first = MaskMethods.ISO_FLOP.method().firstCounts(plan);

    assertThat(Arrays.stream(first).asLongStream().sum()).isEqualTo(MaskMethods.ISO_FLOP.method().mostNnz(plan));
    assertThatThrownBy(() -> new IsoFlopSettings(IsoFlop.WIDE, MaskMethods.BUTTERFLY))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("sparsity.isoFlop.masks is butterfly");
  }
}
