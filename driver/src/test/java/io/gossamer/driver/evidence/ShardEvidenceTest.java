package io.gossamer.driver.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.round.LocalRounds;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.evidence.EvidenceSettings;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShardEvidenceTest {
  private static final int INPUTS = 12;
  private static final int CLASSES = 3;

  private final Seed.Stream draws = new Seed(8).child("ShardEvidenceTest").stream();

  private List<Shard> shards(int... counts) {
    List<Shard> shards = new ArrayList<>();
    for (int s = 0; s < counts.length; s++) {
      float[] features = new float[counts[s] * INPUTS];
      float[] labels = new float[counts[s]];
      float[] weights = new float[counts[s]];
      for (int row = 0; row < counts[s]; row++) {
        labels[row] = row % CLASSES;
        weights[row] = 1 + row % 2;
        for (int f = 0; f < INPUTS; f++) {
          features[row * INPUTS + f] = (float) (draws.nextGaussian() + (f % CLASSES == row % CLASSES ? 1 : 0));
        }
      }
      shards.add(new Shard(s, new DenseRows(INPUTS, features, labels, weights)));
    }
    return shards;
  }

  private static Plan plan(List<Integer> hidden, int rows) {
    return plan(hidden, rows, 200);
  }

  private static Plan plan(List<Integer> hidden, int rows, double temperature) {
    Settings settings = Defaults.of(Settings.class, Map.of(
        "data", Defaults.of(DataSettings.class, Map.of("shards", 4)),
        "model", Defaults.of(ModelSettings.class, Map.of("hidden", hidden)),
        "sparsity", Defaults.of(SparsitySettings.class, Map.of(
            "method", MaskMethods.RIGL, "sparsity", 0.6,
            "evidence", Defaults.of(EvidenceSettings.class, Map.of("rows", rows, "temperature", temperature))))));
    DataFacts facts = new DataFacts(
        100, INPUTS, List.of(), List.of("0", "1", "2"), TargetScale.NONE, false, 5_000, "fp");
    return Planner.plan(settings, facts, 1L << 32);
  }

  private record Standing(Plan plan, List<Shard> shards, Mask mask, float[] values, ShardEvidence evidence) {}

  private Standing standing(Plan plan, List<Shard> shards) {
    Mask mask = plan.settings().sparsity().method().method().first(plan.masks(), new Seed(1));
    float[] values = Initialization.values(plan.train().network(), mask.patterns(), new Seed(1));
    LocalRounds rounds = new LocalRounds(plan.train(), Map.of(Split.TRAIN, shards));
    return new Standing(plan, shards, mask, values, new ShardEvidence(plan, rounds, mask, values, new Seed(5)));
  }

  /** The gradient of the mean loss of all rows of all shards at every place, straightforwardly. */
  private static float[] denseGradient(Standing standing, float[] values) {
    List<Pattern> full = standing.mask.patterns().stream().map(p -> Patterns.full(p.out(), p.in())).toList();
    float[] written = new float[standing.plan.train().network().layout(full).length()];
    int at = 0;
    int window = 0;
    for (Pattern pattern : standing.mask.patterns()) {
      for (int place : Patterns.flat(pattern)) {
        written[window + place] = values[at++];
      }
      window += pattern.out() * pattern.in();
    }
    System.arraycopy(values, at, written, window, values.length - at);
    int rows = standing.shards.stream().mapToInt(s -> s.rows().count()).sum();
    float[] features = new float[rows * INPUTS];
    float[] labels = new float[rows];
    float[] weights = new float[rows];
    int row = 0;
    for (Shard shard : standing.shards) {
      DenseRows block = (DenseRows) shard.rows();
      System.arraycopy(block.values(), 0, features, row * INPUTS, block.values().length);
      System.arraycopy(block.labels(), 0, labels, row, block.count());
      System.arraycopy(block.weights(), 0, weights, row, block.count());
      row += block.count();
    }
    Network network = new Network(standing.plan.train().network(), full, KernelChoice.kernels(), rows);
    network.load(written);
    network.gradient(
        new DenseRows(INPUTS, features, labels, weights), IntStream.range(0, rows).toArray(), 0, rows, 0);
    float[] gradient = new float[written.length];
    network.storeGradients(gradient);
    return gradient;
  }

  @Test
  void gradientsAreThoseOfTheMeanLossOfAllShards() {
    Standing standing = standing(plan(List.of(20), 0), shards(40, 31, 0, 1));
    float[] dense = denseGradient(standing, standing.values);

    double[] kept = standing.evidence.atKept(Measure.GRADIENT);

    int n = 0;
    int window = 0;
    for (Pattern pattern : standing.mask.patterns()) {
      for (int place : Patterns.flat(pattern)) {
        assertThat(kept[n++]).isCloseTo(dense[window + place], within(1e-6));
      }
      window += pattern.out() * pattern.in();
    }
  }

  @Test
  void findsTheLargestGradientsOutsideTheMask() {
    Standing standing = standing(plan(List.of(20), 0), shards(40, 31, 0, 1));
    float[] dense = denseGradient(standing, standing.values);
    Search search = Search.byLayer(Measure.GRADIENT, standing.mask.patterns(), new int[] {15, 8});

    int[][] found = standing.evidence.largest(search);

    int window = 0;
    for (int l = 0; l < found.length; l++) {
      Pattern pattern = standing.mask.patterns().get(l);
      int[] kept = Patterns.flat(pattern);
      int from = window;
      double[] sorted = IntStream.range(0, pattern.out() * pattern.in())
          .filter(place -> Arrays.binarySearch(kept, place) < 0)
          .mapToDouble(place -> Math.abs(dense[from + place])).sorted().toArray();
      double least = Arrays.stream(found[l]).mapToDouble(place -> Math.abs(dense[from + place])).min().orElseThrow();
      assertThat(found[l]).hasSize(search.counts()[l][0]);
      assertThat(least).isCloseTo(
          sorted[sorted.length - found[l].length], within(1e-6));
      window += pattern.out() * pattern.in();
    }
    assertThat(standing.evidence.cost().passes()).isPositive();
  }

  /** Without hidden units, whose kinks a difference would see, any small step gives the same product. */
  @Test
  void hessianTimesGradientFollowsTheGradientsChange() {
    Standing standing = standing(plan(List.of(), 0, 1), shards(40, 31, 20, 9));
    double[] gradient = standing.evidence.atKept(Measure.GRADIENT);
    double norm = Math.sqrt(Arrays.stream(gradient).map(g -> g * g).sum());
    double step = 3e-3 / norm;
    float[] above = standing.values.clone();
    float[] below = standing.values.clone();
    for (int p = 0; p < gradient.length; p++) {
      above[p] += (float) (step * gradient[p]);
      below[p] -= (float) (step * gradient[p]);
    }
    float[] gradientAbove = denseGradient(standing, above);
    float[] gradientBelow = denseGradient(standing, below);

    double[] product = standing.evidence.atKept(Measure.HESSIAN_GRADIENT);

    double largest = Arrays.stream(product).map(Math::abs).max().orElseThrow();
    int n = 0;
    int window = 0;
    for (Pattern pattern : standing.mask.patterns()) {
      for (int place : Patterns.flat(pattern)) {
        double expected = (gradientAbove[window + place] - gradientBelow[window + place]) / (2 * step);
        assertThat(product[n++]).isCloseTo(expected, within(0.02 * largest));
      }
      window += pattern.out() * pattern.in();
    }
  }

  @Test
  void inputSquaresAreThoseOfTheRows() {
    Standing standing = standing(plan(List.of(20), 0), shards(40, 31, 0, 1));
    double[] expected = new double[INPUTS];
    for (Shard shard : standing.shards) {
      float[] features = ((DenseRows) shard.rows()).values();
      for (int p = 0; p < features.length; p++) {
        expected[p % INPUTS] += (double) features[p] * features[p];
      }
    }

    double[][] squares = standing.evidence.inputSquares();

    assertThat(squares[0]).usingComparatorWithPrecision(1e-6).containsExactly(expected);
    assertThat(squares[1]).hasSize(20);
    assertThat(Arrays.stream(squares[1]).sum()).isPositive();
  }

  @Test
  void squaredGradientsAreMeansOverSingleRows() {
    Standing standing = standing(plan(List.of(20), 0), shards(5, 0, 0, 0));
    double[] expected = new double[standing.mask.nnz()];
    double weights = 0;
    for (int row = 0; row < 5; row++) {
      DenseRows all = (DenseRows) standing.shards.get(0).rows();
      DenseRows one = new DenseRows(INPUTS, Arrays.copyOfRange(all.values(), row * INPUTS, (row + 1) * INPUTS),
          new float[] {all.label(row)}, new float[] {all.weight(row)});
      Standing single = new Standing(
          standing.plan, List.of(new Shard(0, one)), standing.mask, standing.values, standing.evidence);
      float[] dense = denseGradient(single, standing.values);
      int n = 0;
      int window = 0;
      for (Pattern pattern : standing.mask.patterns()) {
        for (int place : Patterns.flat(pattern)) {
          expected[n++] += all.weight(row) * dense[window + place] * dense[window + place];
        }
        window += pattern.out() * pattern.in();
      }
      weights += all.weight(row);
    }

    double[] squares = standing.evidence.atKept(Measure.SQUARED_GRADIENT);

    for (int p = 0; p < squares.length; p++) {
      assertThat(squares[p]).isCloseTo(expected[p] / weights, within(1e-6));
    }
  }

  /** F17: two rows of a logistic regression. */
  @Test
  void fisherOfTheGoldenRegression() {
    Settings settings = Defaults.of(Settings.class, Map.of(
        "data", Defaults.of(DataSettings.class, Map.of("shards", 2)),
        "model", Defaults.of(ModelSettings.class, Map.of("hidden", List.of(), "loss", LossKind.LOGISTIC)),
        "sparsity", Defaults.of(SparsitySettings.class, Map.of("sparsity", 0.0))));
    Plan plan = Planner.plan(
        settings, new DataFacts(2, 2, List.of(), List.of("0", "1"), TargetScale.NONE, false, 50, "fp"), 1L << 30);
    List<Shard> rows = List.of(
        new Shard(0, new DenseRows(2, new float[] {1, 2}, new float[] {1}, null)),
        new Shard(1, new DenseRows(2, new float[] {3, 1}, new float[] {0}, null)));
    Mask mask = new Mask(0, List.of("fc1"), List.of(Patterns.full(1, 2)));

    double[] fisher = new ShardEvidence(
        plan, new LocalRounds(plan.train(), Map.of(Split.TRAIN, rows)), mask, new float[] {1, -1, 0}, new Seed(1))
        .atKept(Measure.SQUARED_GRADIENT);

    assertThat(fisher[0] * 2).isCloseTo(7.516678, within(1e-5));
    assertThat(fisher[1] * 2).isCloseTo(2.913590, within(1e-5));
  }
}
