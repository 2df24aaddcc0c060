package io.gossamer.masks.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcDcTest {
  private static final AcDcSettings DEFAULTS = Defaults.of(AcDcSettings.class, Map.of());

  /** The authors' 200 epochs on CIFAR-10: compress at 10, 50, 90, 130, 170; dense again at 30, 70, 110, 150. */
  @ParameterizedTest
  @CsvSource({
      "0, false", "9, false", "10, true", "29, true", "30, false", "49, false", "50, true", "70, false", "90, true",
      "110, false", "130, true", "150, false", "169, false", "170, true", "199, true", "200, true"})
  void compressesAtTheEpochsOfThePaper(int epoch, boolean compressed) {
    assertThat(AcDc.isCompressed(DEFAULTS, epoch / 200.0)).isEqualTo(compressed);
  }

  private static MaskPlan plan(InitialSettings.Extent scope, Map<String, Double> apart) {
    AcDcSettings settings = new AcDcSettings(0.05, 4, 0.5, 0.85, scope);
    return MaskPlan.of(List.of(new LayerShape("fc1", 4, 4), new LayerShape("fc2", 2, 4)), Defaults.of(
        SparsitySettings.class, Map.of("method", MaskMethods.AC_DC, "sparsity", 0.5, "acDc", settings, "layers",
            apart)), 200);
  }

  private static Mask compressed(MaskPlan plan) {
    Mask full = new AcDc().first(plan, new Seed(1));
    float[] values = new float[full.nnz()];
    for (int p = 0; p < values.length; p++) {
      values[p] = p < 16 ? 1 + p : -0.1f * p;
    }
    MaskMoment now = new MaskMoment(full, values, MaskMemory.EMPTY, new MaskStep(1, 10), new Seed(1));
    return new AcDc().next(plan, now, null).mask().orElseThrow();
  }

  @Test
  void ranksAllWeightsTogetherOrLayerByLayer() {
    Mask global = compressed(plan(InitialSettings.Extent.GLOBAL, Map.of()));
    Mask byLayer = compressed(plan(InitialSettings.Extent.LAYER, Map.of()));

    assertThat(global.nnz()).isEqualTo(12);
    assertThat(byLayer.nnz()).isEqualTo(12);
    // At least one a layer, else the largest wherever they are.
    assertThat(global.patterns().get(1).nnz()).isEqualTo(1);
    assertThat(byLayer.patterns().get(1).nnz()).isGreaterThan(1);
  }

  @Test
  void layersSetApartStayOut() {
    Mask mask = compressed(plan(InitialSettings.Extent.GLOBAL, Map.of("fc2", 0.0)));

    assertThat(mask.patterns().get(1).isFull()).isTrue();
  }
}
