package io.gossamer.driver.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.DenseEvidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.evidence.Answer;
import io.gossamer.worker.evidence.Naming;
import io.gossamer.worker.evidence.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few candidates of each shard lead to the same places as whole dense sums. */
class CandidateSearchTest {
  private static final Probe.Sample SAMPLE = new Probe.Sample(0, 1, 0.9, 1);
  private static final List<String> LAYERS = List.of("fc1", "fc2");
  private static final List<LayerShape> SHAPES = List.of(new LayerShape("fc1", 30, 40), new LayerShape("fc2", 7, 30));

  private final Seed.Stream draws = new Seed(4).child("CandidateSearchTest").stream();

  /** Sums of each shard over all places of both layers. */
  private float[][] sums(int shards, double common, DoubleUnaryOperator shape) {
    float[][] sums = new float[shards][30 * 40 + 7 * 30];
    for (int p = 0; p < sums[0].length; p++) {
      double shared = common * draws.nextGaussian();
      for (float[] shard : sums) {
        shard[p] = (float) shape.applyAsDouble(shared + draws.nextGaussian());
      }
    }
    return sums;
  }

  private static int[][] found(float[][] sums, Search search, List<Probe> asked) {
    return new CandidateSearch(LAYERS, search, SAMPLE, probe -> {
      asked.add(probe);
      Probe arrived = Probe.decode(probe.encode());
      List<Answer> answers = new ArrayList<>();
      for (int s = 0; s < sums.length; s++) {
        answers.add(Answer.decode(Naming.answer(arrived, SHAPES, s, 2 + s, sums[s]).encode(), SHAPES));
      }
      return answers;
    }).find();
  }

  private static int[][] dense(float[][] sums, Search search) {
    double weight = 0;
    double[][] means = {new double[30 * 40], new double[7 * 30]};
    for (int s = 0; s < sums.length; s++) {
      weight += 2 + s;
      for (int p = 0; p < sums[s].length; p++) {
        means[p < 1200 ? 0 : 1][p < 1200 ? p : p - 1200] += sums[s][p];
      }
    }
    for (double[] layer : means) {
      for (int p = 0; p < layer.length; p++) {
        layer[p] /= weight;
      }
    }
    Mask mask = new Mask(0, LAYERS, search.except());
    return new DenseEvidence(mask, Map.of(search.measure(), means), new double[0][]).largest(search);
  }

  private static List<Pattern> except(int first, int second) {
    return List.of(Patterns.random(30, 40, first, new Seed(1)), Patterns.random(7, 30, second, new Seed(2)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 7})
  void findsWhatDenseSumsWouldForAnyNumberOfShards(int shards) {
    for (double common : new double[] {0, 1, 30}) {
      for (DoubleUnaryOperator shape : List.<DoubleUnaryOperator>of(
          x -> x, x -> x * x * x, x -> Math.abs(x) < 1.5 ? 0 : x, x -> Math.rint(x), x -> 0)) {
        for (int[] counts : new int[][] {{0, 0}, {1, 1}, {20, 5}, {300, 100}, {1100, 200}}) {
          float[][] sums = sums(shards, common, shape);
          Search search = Search.byLayer(Measure.GRADIENT, except(100, 10), counts);

          assertThat(found(sums, search, new ArrayList<>())).isDeepEqualTo(dense(sums, search));
        }
      }
    }
  }

  @Test
  void findsTheBestOfEachRow() {
    for (double common : new double[] {0, 2}) {
      float[][] sums = sums(4, common, x -> Math.abs(x) < 1 ? 0 : x);
      List<Pattern> except = except(200, 20);
      int[][] counts = {new int[30], new int[7]};
      for (int l = 0; l < 2; l++) {
        for (int o = 0; o < counts[l].length; o++) {
          counts[l][o] = Math.min(o % 5, except.get(l).in() - except.get(l).fanIn(o));
        }
      }
      Search search = Search.byRow(Measure.GRADIENT, except, counts);

      assertThat(found(sums, search, new ArrayList<>())).isDeepEqualTo(dense(sums, search));
    }
  }

  @Test
  void countsABonusThatOnlyTheDriverKnows() {
    for (double weight : new double[] {0.01, 0.2, 5}) {
      float[][] sums = sums(4, 1, x -> x);
      Search search = Search.byLayer(Measure.GRADIENT, except(100, 10), new int[] {50, 9},
          (l, place) -> weight / (1 + place % 3));

      assertThat(found(sums, search, new ArrayList<>())).isDeepEqualTo(dense(sums, search));
    }
  }

  /** Shards that agree need one pass and a look at the union; strangers need the second, thresholded pass. */
  @Test
  void asksAgainOnlyWhereTheFirstPassProvesNothing() {
    List<Probe> agreeing = new ArrayList<>();
    List<Probe> strange = new ArrayList<>();
    Search search = Search.byLayer(Measure.GRADIENT, except(0, 0), new int[] {30, 0});
    float[][] same = sums(1, 0, x -> x);

    found(new float[][] {same[0], same[0], same[0]}, search, agreeing);
    found(sums(3, 0, x -> x), search, strange);

    assertThat(agreeing).hasSizeLessThanOrEqualTo(4);
    assertThat(strange).hasSize(4);
    assertThat(strange.get(2).candidates().above()).isNotNull();
  }
}
