package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.allocation.Allocation;
import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every registered mask method promises, whatever it is. */
class MaskMethodContract {
  private static final List<LayerShape> SHAPES = List.of(
      new LayerShape("fc1", 40, 50), new LayerShape("fc2", 20, 40), new LayerShape("fc3", 3, 20));
  private static final int STEPS = 200;
  private static final int STEPS_PER_ROUND = 10;

  static MaskPlan plan(double sparsity, AllocationKind kind, Map<String, Double> apart) {
    return new MaskPlan(
        new Allocation(kind, SHAPES, apart), sparsity, new GradualSettings(0, 0.1, 0.7, 3), STEPS);
  }

  private static float[] noise(Mask mask, int round) {
    Seed.Stream stream = new Seed(2).child("noise", round).stream();
    float[] values = new float[mask.nnz() + 63];
    for (int p = 0; p < values.length; p++) {
      values[p] = (float) stream.nextGaussian();
    }
    return values;
  }

  private static Mask run(MaskMethod method, MaskPlan plan) {
    Mask mask = method.first(plan, new Seed(1));
    assertThat(mask.version()).isZero();
    for (int round = 1; round * STEPS_PER_ROUND <= STEPS; round++) {
      Optional<Mask> next =
          method.next(plan, mask, noise(mask, round), new MaskStep(round, (long) round * STEPS_PER_ROUND));
      if (next.isPresent()) {
        assertThat(next.get().version()).isEqualTo(mask.version() + 1);
        assertThat(MaskChange.between(mask, next.get()).dropped()).isPositive();
        mask = next.get();
      }
    }
    return mask;
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void endsAtThePlansCountsToTheUnit(MaskMethods entry) {
    for (double sparsity : new double[] {0, 0.5, 0.9, 0.99}) {
      for (AllocationKind kind : AllocationKind.values()) {
        MaskPlan plan = plan(sparsity, kind, Map.of());
        Mask mask = run(entry.method(), plan);

        assertThat(mask.patterns().stream().mapToInt(Pattern::nnz).toArray())
            .isEqualTo(plan.allocation().counts(sparsity))
            .isEqualTo(entry.method().finalCounts(plan));
      }
    }
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void keepsLayersThatAreSetApart(MaskMethods entry) {
    Mask mask = run(entry.method(), plan(0.9, AllocationKind.UNIFORM, Map.of("fc3", 0.0, "fc2", 0.95)));

    assertThat(mask.patterns().get(2).isFull()).isTrue();
    assertThat(mask.patterns().get(1).nnz()).isEqualTo(40);
    assertThat(mask.nnz()).isEqualTo(286);
  }

  @ParameterizedTest
  @EnumSource(MaskMethods.class)
  void sameSeedSameMask(MaskMethods entry) {
    MaskPlan plan = plan(0.8, AllocationKind.ERK, Map.of());

    assertThat(run(entry.method(), plan)).isEqualTo(run(entry.method(), plan));
    assertThat(entry.method().first(plan, new Seed(1)).nnz()).isEqualTo(sum(entry.method().firstCounts(plan)));
  }

  private static int sum(int[] counts) {
    return java.util.Arrays.stream(counts).sum();
  }
}
