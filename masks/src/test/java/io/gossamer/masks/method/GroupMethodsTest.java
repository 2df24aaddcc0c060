package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The masks of {@code nm} and {@code wgsef} when their rules are over. */
class GroupMethodsTest {
  private static final List<LayerShape> SHAPES = List.of(new LayerShape("fc1", 6, 40), new LayerShape("fc2", 4, 24));

  private static Mask cut(MaskMethods method, double sparsity, Map<String, Object> more) {
    Map<String, Object> all = new HashMap<>(more);
    all.put("method", method);
    all.put("sparsity", sparsity);
    all.put("allocation", AllocationKind.UNIFORM);
    MaskPlan plan = MaskPlan.of(SHAPES, Defaults.of(SparsitySettings.class, all), 100);
    Mask full = method.method().first(plan, new Seed(1));
    float[] values = new float[full.nnz()];
    Seed.Stream draws = new Seed(4).stream();
    for (int p = 0; p < values.length; p++) {
      values[p] = (float) draws.nextGaussian();
    }
    MaskMoment now = new MaskMoment(full, values, MaskMemory.EMPTY, new MaskStep(9, 90), new Seed(1));
    return method.method().next(plan, now, null).mask().orElseThrow();
  }

  /** How many each run of {@code m} inputs keeps, run by run. */
  private static int[] kept(Pattern pattern, int m) {
    int[] kept = new int[pattern.out() * pattern.in() / m];
    for (int o = 0; o < pattern.out(); o++) {
      for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
        kept[(o * pattern.in() + pattern.columns()[k]) / m]++;
      }
    }
    return kept;
  }

  @ParameterizedTest
  @CsvSource({"0.5, 4, 2", "0.75, 4, 1", "0.875, 8, 1", "0.5, 8, 4"})
  void nOfEveryM(double sparsity, int m, int n) {
    Mask mask = cut(MaskMethods.NM, sparsity, Map.of("nm", Defaults.of(NofMSettings.class, Map.of("m", m))));

    for (Pattern pattern : mask.patterns()) {
      assertThat(kept(pattern, m)).containsOnly(n);
    }
  }

  @ParameterizedTest
  @CsvSource({"40, 240, 240, 4", "40, 240, 60, 4", "40, 240, 59, 8", "784, 235200, 9051, 32", "40, 240, 0, 64"})
  void takesTheShortestRunsOfWhichOneIsKept(int in, int places, int count, int expected) {
    assertThat(NofMMethod.length(new LayerShape("fc1", places / in, in), count)).isEqualTo(expected);
  }

  @Test
  void wholeGroupsAreKept() {
    Mask mask = cut(MaskMethods.WGSEF, 0.75, Map.of());

    assertThat(mask.nnz()).isEqualTo(84);
    for (Pattern pattern : mask.patterns()) {
      assertThat(kept(pattern, 4)).containsOnly(0, 4);
    }
  }
}
