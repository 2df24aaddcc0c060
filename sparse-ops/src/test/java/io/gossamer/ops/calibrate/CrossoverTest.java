package io.gossamer.ops.calibrate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.layer.Conv2d;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CrossoverTest {
  @Test
  void turnsDenseBetweenTheDensitiesWhereItBecameFasterByTheMargin() {
    // 105 is dense with its margin: behind by 45 at 0.25, ahead by 15 at 0.5.
    Crossover crossover = new Crossover(100, List.of(10.0, 30.0, 60.0, 120.0, 200.0, 300.0));

    assertThat(crossover.density()).isCloseTo(0.25 + 0.25 * 45 / 60, within(1e-12));
  }

  @Test
  void staysSparseWhereDenseIsNeverFasterByTheMargin() {
    assertThat(new Crossover(100, List.of(10.0, 20.0, 30.0, 50.0, 80.0, 104.0)).density())
        .isEqualTo(Executions.NEVER_DENSE);
  }

  @Test
  void isDenseFromTheLowestTimedDensityWhereSparseIsAlwaysSlower() {
    assertThat(new Crossover(1, List.of(2.0, 2.0, 3.0, 4.0, 5.0, 6.0)).density()).isEqualTo(0.02);
  }

  @Test
  void countsOnlyWhatHoldsUpToFullDensity() {
    // A lone slow turn at 0.1 does not make the layer dense there.
    assertThat(new Crossover(100, List.of(10.0, 130.0, 60.0, 90.0, 120.0, 160.0)).density())
        .isBetween(0.5, 0.75);
  }

  @Test
  void timesLayersOfEachKind() {
    Stopwatch stopwatch = new Stopwatch(KernelChoice.kernels());
    for (LayerWork work : List.of(
        new LayerWork(new Linear(40), Shape.flat(30), 64, true),
        new LayerWork(new Linear(40, false), Shape.flat(30), 32, false),
        new LayerWork(new Conv2d(5, 3, 1, 1, true), new Shape(4, 6, 6), 32, true))) {
      Crossover crossover = stopwatch.measure(work);

      assertThat(crossover.dense()).isPositive();
      assertThat(crossover.sparse()).hasSize(Crossover.DENSITIES.size()).allMatch(micros -> micros > 0);
      assertThat(crossover.density()).isBetween(0.0, 2.0);
    }
  }

  @Test
  void worksAreThoseOfTheMaskedLayersThatHaveAChoice() {
    NetworkSpec spec = new NetworkSpec(new Shape(3, 32, 32), false, LayerSyntax.parse(List.of(
        "a = conv2d out=64 padding=1", "relu", "b = conv2d out=512 padding=1", "pool = global-pool",
        "linear out=3")), LossSpec.of(LossKind.SOFTMAX));
    List<Optional<LayerWork>> works = LayerWork.of(spec, 128);

    assertThat(works).extracting(work -> work.orElseThrow().key()).containsExactly(
        "conv2d out=64 padding=1 on 3x32x32, 64 columns, no input gradient",
        "conv2d out=512 padding=1 on 64x6x32, 64 columns",
        "linear out=3 on 512, 64 columns");
    NetworkSpec sparse = new NetworkSpec(Shape.flat(9), true,
        LayerSyntax.parse(List.of("linear out=4", "linear out=3")), LossSpec.of(LossKind.SOFTMAX));
    assertThat(LayerWork.of(sparse, 20)).first().isEqualTo(Optional.empty());
    assertThat(LayerWork.of(sparse, 20).get(1).orElseThrow().columns()).isEqualTo(32);
  }

  @Test
  void onlyMatricesOfSensibleSizeAreWrittenOut() {
    assertThat(new LayerWork(new Linear(1000), Shape.flat(1000), 64, true).fits()).isTrue();
    assertThat(new LayerWork(new Linear(10_000), Shape.flat(10_000), 64, true).fits()).isFalse();
  }
}
