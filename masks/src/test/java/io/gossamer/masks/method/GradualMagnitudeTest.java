package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradualMagnitudeTest {
  private static final MaskPlan PLAN = MaskPlan.of(
      List.of(new LayerShape("fc1", 2, 5)),
      Defaults.of(SparsitySettings.class, Map.of(
          "method", MaskMethods.GRADUAL, "sparsity", 0.6,
          "gradual", Defaults.of(GradualSettings.class, Map.of("start", 0.1, "end", 0.5, "every", 2)))),
      1000);
  private static final MaskMethod METHOD = MaskMethods.GRADUAL.method();

  private static MaskOutcome next(Mask mask, float[] values, int round, long step) {
    MaskMoment now = new MaskMoment(mask, values, MaskMemory.EMPTY, new MaskStep(round, step), new Seed(1));
    return METHOD.next(PLAN, now, new DenseEvidence(mask, Map.of(), new double[0][]));
  }

  private static final float[] VALUES = {5, -1, 4, 0.5f, -9, 0.1f, 2, -3, 0.2f, 7, 0, 0};

  @Test
  void startsDense() {
    assertThat(METHOD.first(PLAN, new Seed(1)).sparsity()).isZero();
  }

  @Test
  void dropsTheSmallestMagnitudesAlongTheCubicCurve() {
    Mask dense = METHOD.first(PLAN, new Seed(1));

    // Halfway between steps 100 and 500: 10 - 6 * (1 - 0.5^3) = 4.75 places, rounded.
    Mask next = next(dense, VALUES, 4, 300).mask().orElseThrow();

    assertThat(Patterns.flat(next.patterns().get(0))).containsExactly(0, 2, 4, 7, 9);
  }

  @Test
  void waitsForItsRoundButNotPastTheEnd() {
    Mask dense = METHOD.first(PLAN, new Seed(1));

    assertThat(next(dense, VALUES, 3, 300).mask()).isEmpty();
    assertThat(next(dense, VALUES, 5, 500).mask().orElseThrow().nnz()).isEqualTo(4);
  }

  @Test
  void staysOnceTheTargetIsReached() {
    Mask last = new Mask(3, List.of("fc1"), List.of(Patterns.ofFlat(2, 5, new int[] {0, 2, 4, 9})));

    assertThat(next(last, new float[6], 8, 800).mask()).isEmpty();
  }
}
