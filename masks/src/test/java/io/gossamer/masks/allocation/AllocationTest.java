package io.gossamer.masks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class AllocationTest {
  private static final List<LayerShape> LENET = List.of(
      new LayerShape("fc1", 300, 784), new LayerShape("fc2", 100, 300), new LayerShape("fc3", 10, 100));

  /** Golden vectors F3. */
  @ParameterizedTest
  @CsvSource({"0.9, 18714, 6906, 1000", "0.95, 9051, 3340, 919", "0.98, 3621, 1336, 367"})
  void erkKeepsThePublishedCounts(double sparsity, int fc1, int fc2, int fc3) {
    assertThat(new Allocation(AllocationKind.ERK, LENET, Map.of()).counts(sparsity)).containsExactly(fc1, fc2, fc3);
    assertThat(new Allocation(AllocationKind.ER, LENET, Map.of()).counts(sparsity)).containsExactly(fc1, fc2, fc3);
  }

  @Test
  void uniformKeepsTheSameShareEverywhere() {
    assertThat(new Allocation(AllocationKind.UNIFORM, LENET, Map.of()).counts(0.95)).containsExactly(11760, 1500, 50);
  }

  @ParameterizedTest
  @EnumSource(AllocationKind.class)
  void countsAddUpToTheBudgetToTheUnit(AllocationKind kind) {
    Seed.Stream stream = new Seed(4).child("AllocationTest").stream();
    for (int n = 0; n < 500; n++) {
      List<LayerShape> shapes = new ArrayList<>();
      for (int l = 0; l <= stream.nextInt(5); l++) {
        shapes.add(new LayerShape("fc" + (l + 1), 1 + stream.nextInt(60), 1 + stream.nextInt(60)));
      }
      double sparsity = n % 10 == 0 ? 0 : stream.nextDouble();
      long places = shapes.stream().mapToLong(LayerShape::places).sum();

      int[] counts = new Allocation(kind, shapes, Map.of()).counts(sparsity);

      assertThat(Arrays.stream(counts).asLongStream().sum()).isEqualTo(Math.round((1 - sparsity) * places));
      for (int l = 0; l < counts.length; l++) {
        assertThat((long) counts[l]).isBetween(0L, shapes.get(l).places());
      }
    }
  }

  @Test
  void layersSetApartKeepTheirOwnSparsityAndTheTotalHolds() {
    int[] counts = new Allocation(AllocationKind.UNIFORM, LENET, Map.of("fc3", 0.0)).counts(0.95);

    assertThat(counts[2]).isEqualTo(1000);
    assertThat(Arrays.stream(counts).sum()).isEqualTo(13310);
  }

  @Test
  void refusesAnUnknownLayerAndABudgetThatCannotBeMet() {
    assertThatThrownBy(() -> new Allocation(AllocationKind.ERK, LENET, Map.of("fc9", 0.5)))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("sparsity.layers names \"fc9\"; the layers are fc1, fc2, fc3");
    assertThatThrownBy(() -> new Allocation(AllocationKind.ERK, LENET, Map.of("fc1", 0.0)).counts(0.95))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("sparsity.layers keeps 235200 weights");
  }
}
