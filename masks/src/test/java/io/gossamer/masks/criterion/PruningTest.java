package io.gossamer.masks.criterion;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Defaults;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PruningTest {
  private static final Seed SEED = new Seed(3);

  private static Mask full(int... rowsAndColumns) {
    List<io.gossamer.ops.pattern.Pattern> patterns = new java.util.ArrayList<>();
    List<String> names = new java.util.ArrayList<>();
    for (int n = 0; n < rowsAndColumns.length; n += 2) {
      names.add("fc" + (n / 2 + 1));
      patterns.add(Patterns.full(rowsAndColumns[n], rowsAndColumns[n + 1]));
    }
    return new Mask(0, names, patterns);
  }

  private static DenseEvidence nothing(Mask mask) {
    return new DenseEvidence(mask, Map.of(), new double[0][]);
  }

  /** Golden vector F1, the exact rule: of two equals the lower goes. */
  @Test
  void dropsExactlyTheAskedCountAndTheLowerOfEquals() {
    Mask mask = full(1, 5);

    Mask next = PruneCriterion.MAGNITUDE.prune(
        mask, new float[] {.4f, .1f, .1f, .3f, .2f}, nothing(mask), SEED, 4);

    assertThat(Patterns.flat(next.patterns().get(0))).containsExactly(0, 2, 3, 4);
    assertThat(next.version()).isEqualTo(1);
  }

  @Test
  void classBlindUniformAndDistributionDiffer() {
    Mask mask = full(1, 4, 1, 4);
    float[] values = {10, 20, 30, 41, 1, 2, 3, 50};

    assertThat(kept(PruneCriterion.MAGNITUDE, mask, values)).isEqualTo(List.of(3, 1));
    assertThat(kept(PruneCriterion.MAGNITUDE_UNIFORM, mask, values)).isEqualTo(List.of(2, 2));
    assertThat(kept(PruneCriterion.MAGNITUDE_DISTRIBUTION, mask, values)).isEqualTo(List.of(3, 1));
    assertThat(kept(PruneCriterion.MAGNITUDE_DISTRIBUTION, mask, new float[] {10, 20, 30, 41, 2, 3, 3.1f, 4}))
        .isEqualTo(List.of(2, 2));
  }

  private static List<Integer> kept(PruneCriterion criterion, Mask mask, float[] values) {
    return criterion.prune(mask, values, nothing(mask), SEED, 4).patterns().stream().map(p -> p.nnz()).toList();
  }

  @Test
  void gradientAndFisherWeighTheWeights() {
    Mask mask = full(1, 3);
    DenseEvidence evidence = new DenseEvidence(mask, Map.of(
        Measure.GRADIENT, new double[][] {{-5, 1, 1}}, Measure.SQUARED_GRADIENT, new double[][] {{0.1, 9, 1}}),
        new double[0][]);
    float[] values = {1, 2, 3};

    assertThat(Patterns.flat(PruneCriterion.GRADIENT.prune(mask, values, evidence, SEED, 1).patterns().get(0)))
        .containsExactly(0);
    assertThat(Patterns.flat(PruneCriterion.FISHER.prune(mask, values, evidence, SEED, 1).patterns().get(0)))
        .containsExactly(1);
  }

  @ParameterizedTest
  @EnumSource(PruneCriterion.class)
  void keepsTheExactCountAndNoLayerVanishes(PruneCriterion criterion) {
    Mask mask = full(7, 9, 5, 7, 2, 5);
    float[] values = new float[mask.nnz()];
    double[][] dense = {new double[63], new double[35], new double[10]};
    Seed.Stream draws = SEED.stream();
    for (int p = 0; p < values.length; p++) {
      values[p] = (float) draws.nextGaussian() * (p < 63 ? 1 : 0.001f);
    }
    for (double[] layer : dense) {
      for (int p = 0; p < layer.length; p++) {
        layer[p] = draws.nextDouble();
      }
    }
    DenseEvidence evidence = new DenseEvidence(
        mask, Map.of(Measure.GRADIENT, dense, Measure.SQUARED_GRADIENT, dense), new double[0][]);
    for (int count = 3; count <= mask.nnz(); count++) {
      Mask next = criterion.prune(mask, values, evidence, SEED, count);

      assertThat(next.nnz()).isEqualTo(count);
      assertThat(next.patterns()).allMatch(pattern -> pattern.nnz() > 0);
      assertThat(next).isEqualTo(criterion.prune(mask, values, evidence, SEED, count));
    }
  }

  @ParameterizedTest
  @EnumSource(StructureSettings.Kind.class)
  void everyStructureKeepsTheCountItPromises(StructureSettings.Kind kind) {
    var structure = Defaults.of(StructureSettings.class, Map.of("kind", kind, "rows", 2, "columns", 3)).structure();
    Seed.Stream draws = SEED.stream();
    for (int n = 0; n < 200; n++) {
      LayerShape shape = new LayerShape("fc", 2 * (1 + draws.nextInt(9)), 3 * (1 + draws.nextInt(9)));
      int asked = draws.nextInt((int) shape.places() + 1);
      int count = structure.count(shape, asked);
      double[] scores = new double[(int) shape.places() + 5];
      for (int p = 0; p < scores.length; p++) {
        scores[p] = draws.nextInt(4);
      }

      var best = structure.keep(Patterns.full(shape.out(), shape.in()), scores, 5, count);

      assertThat(best.nnz()).isEqualTo(count);
      assertThat(structure.count(shape, (int) shape.places())).isEqualTo((int) shape.places());
      assertThat(structure.random(shape, count, SEED.child("n", n)).nnz()).isEqualTo(count);
      int fewer = structure.count(shape, asked / 2);
      assertThat(structure.keep(best, new double[best.nnz()], 0, Math.min(fewer, count)).nnz())
          .isEqualTo(Math.min(fewer, count));
    }
  }
}
