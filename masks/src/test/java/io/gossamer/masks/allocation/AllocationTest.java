package io.gossamer.masks.allocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

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

  private static final List<LayerShape> LENET5 = List.of(
      new LayerShape("conv1", 20, 25, 5), new LayerShape("conv2", 50, 500, 5), new LayerShape("fc1", 500, 800),
      new LayerShape("fc2", 10, 500));

  /** Golden vectors F3, densities. */
  @ParameterizedTest
  @CsvSource({
    "LENET, ERK, .2, .16224, .46936, 1, 0", "LENET, ERK, .05, .03848, .11133, .91851, 0",
    "LENET, ERK, .02, .01539, .04453, .36740, 0", "LENET, BALANCED, .1, .05446, .427, 1, 0",
    "LENET, BALANCED, .05, .02617, .20517, 1, 0", "LENET, PYRAMIDAL, .1, .11159, .01245, .00139, 0",
    "LENET5, ERK, .1, 1, .08707, .08843, 1", "LENET5, ERK, .05, .72612, .03748, .03806, 1",
    "LENET5, ERK, .02, .27789, .01434, .01457, .45717", "LENET5, ER, .1, 1, .8618, .04001, 1",
    "LENET5, BALANCED, .1, 1, .751, .04694, 1", "LENET5, PYRAMIDAL, .1, .4541, .20621, .09364, .04252"
  })
  void sharesAreThePublishedOnes(
      String network, AllocationKind kind, double density, double a, double b, double c, double d) {
    List<LayerShape> shapes = network.equals("LENET") ? LENET : LENET5;

    int[] counts = new Allocation(kind, shapes, Map.of()).counts(1 - density);

    double[] expected = {a, b, c, d};
    for (int l = 0; l < counts.length; l++) {
      assertThat(counts[l] / (double) shapes.get(l).places()).isCloseTo(expected[l], within(3e-3 * expected[l] + 2e-3));
      assertThat((double) counts[l]).isCloseTo(expected[l] * shapes.get(l).places(), within(
          1 + 6e-6 * shapes.get(l).places()));
    }
  }

  @Test
  void plusKeepsTheLastLayerWhole() {
    assertThat(new Allocation(AllocationKind.ERK_PLUS, LENET, Map.of()).counts(0.95)[2]).isEqualTo(1000);
    assertThat(new Allocation(AllocationKind.UNIFORM_PLUS, LENET, Map.of()).counts(0.95)[2]).isEqualTo(200);
    int[] convolutional = new Allocation(AllocationKind.UNIFORM_PLUS, LENET5, Map.of()).counts(0.9);
    assertThat(convolutional[0]).isEqualTo(500);
    assertThat(convolutional[3]).isEqualTo(1000);
    assertThat(Arrays.stream(convolutional).sum()).isEqualTo(43050);
  }

  @Test
  void explicitKeepsWhatEachLayerWasGiven() {
    Allocation allocation = new Allocation(AllocationKind.EXPLICIT, LENET, Map.of("fc1", 0.99, "fc2", 0.9));

    assertThat(allocation.counts(0.5)).containsExactly(2352, 3000, 1000);
  }

  @Test
  void uniformKeepsTheSameShareEverywhere() {
    assertThat(new Allocation(AllocationKind.UNIFORM, LENET, Map.of()).counts(0.95)).containsExactly(11760, 1500, 50);
  }

  @ParameterizedTest
  @EnumSource(value = AllocationKind.class, mode = EnumSource.Mode.EXCLUDE, names = "EXPLICIT")
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
