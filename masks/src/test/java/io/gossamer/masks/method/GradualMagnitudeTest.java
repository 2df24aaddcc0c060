package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.Allocation;
import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradualMagnitudeTest {
  private static final MaskPlan PLAN = new MaskPlan(
      new Allocation(AllocationKind.UNIFORM, List.of(new LayerShape("fc1", 2, 5)), Map.of()), 0.6,
      new GradualSettings(0, 0.1, 0.5, 2), 1000);
  private static final MaskMethod METHOD = MaskMethods.GRADUAL.method();
  private static final float[] VALUES = {5, -1, 4, 0.5f, -9, 0.1f, 2, -3, 0.2f, 7, 0, 0};

  @Test
  void startsDense() {
    assertThat(METHOD.first(PLAN, new Seed(1)).sparsity()).isZero();
  }

  @Test
  void dropsTheSmallestMagnitudesAlongTheCubicCurve() {
    Mask dense = METHOD.first(PLAN, new Seed(1));

    // Halfway between steps 100 and 500: 10 - 6 * (1 - 0.5^3) = 4.75 places, rounded.
    Mask next = METHOD.next(PLAN, dense, VALUES, new MaskStep(4, 300)).orElseThrow();

    assertThat(Patterns.flat(next.patterns().get(0))).containsExactly(0, 2, 4, 7, 9);
  }

  @Test
  void waitsForItsRoundButNotPastTheEnd() {
    Mask dense = METHOD.first(PLAN, new Seed(1));

    assertThat(METHOD.next(PLAN, dense, VALUES, new MaskStep(3, 300))).isEmpty();
    assertThat(METHOD.next(PLAN, dense, VALUES, new MaskStep(5, 500)).orElseThrow().nnz()).isEqualTo(4);
  }

  @Test
  void staysOnceTheTargetIsReached() {
    Mask last = new Mask(3, List.of("fc1"), List.of(Patterns.ofFlat(2, 5, new int[] {0, 2, 4, 9})));

    assertThat(METHOD.next(PLAN, last, new float[6], new MaskStep(8, 800))).isEmpty();
  }
}
