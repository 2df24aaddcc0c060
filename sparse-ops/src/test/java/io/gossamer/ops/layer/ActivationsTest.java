package io.gossamer.ops.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.net.Graphs;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationsTest {
  private static final Seed SEED = new Seed(3).child("ActivationsTest");

  @ParameterizedTest
  @ValueSource(ints = {1, 33, 70, 128})
  void gradientsOfNetworksWithEachActivationAgreeWithADoubleTwin(int count) {
    for (String activation : List.of("relu", "relu2", "leaky-relu", "leaky-relu slope=0.3", "gelu", "sigmoid", "tanh",
        "top-k k=3", "jump-relu start=0.2 width=0.1")) {
      Graphs.checkGradients(
          Graphs.spec(5, "linear out=7", activation, "linear out=6", "layer-norm", "linear out=3"), count);
      Graphs.checkGradients(
          Graphs.spec(5, "f = linear out=7", "a = " + activation, "b = add <- a, f", activation, "linear out=3"),
          count);
    }
  }

  /** Of gelu: the tanh form, in double. */
  @ParameterizedTest
  @CsvSource({
      "relu2, -2, 0, 0", "relu2, 3, 9, 6", "leaky-relu, -2, -0.02, 0.01", "leaky-relu slope=0.5, 4, 4, 1",
      "tanh, 0.5, 0.46211715726, 0.78644773297", "tanh, -30, -1, 0", "sigmoid, -1, 0.26894142137, 0.19661193324",
      "gelu, 1, 0.84119199061, 1.08296408385", "gelu, -1, -0.15880800939, -0.08296408385", "gelu, 0, 0, 0.5",
      "gelu, 3, 2.99636260792, 1.01158416663"})
  void valuesAndSlopesAreThoseOfTheDefinition(String line, float x, double value, double slope) {
    OneLayer layer = OneLayer.dense(LayerSyntax.parse(List.of(line)).get(0).layer(), List.of(), new float[] {x});

    assertThat((double) layer.forward()[0][0]).isCloseTo(value, within(3e-7 * Math.max(1, Math.abs(value))));
    assertThat((double) layer.backward(new float[] {2})[0][0]).isCloseTo(2 * slope, within(1e-6));
  }

  @Test
  void topKKeepsTheLargestAndOfEqualOnesTheFirst() {
    OneLayer layer = OneLayer.dense(
        new TopK(2), List.of(), new float[] {1, 3, 2, 0}, new float[] {5, 5, 5, 5}, new float[] {-4, -2, -3, -2},
        new float[] {0, 7, 0, 0});

    assertThat(layer.forward()).isDeepEqualTo(
        new float[][] {{0, 3, 2, 0}, {5, 5, 0, 0}, {0, -2, 0, -2}, {0, 7, 0, 0}});
    assertThat(layer.backward(
        new float[] {1, 2, 3, 4}, new float[] {1, 2, 3, 4}, new float[] {1, 2, 3, 4}, new float[] {1, 2, 3, 4}))
        .isDeepEqualTo(new float[][] {{0, 2, 3, 0}, {1, 2, 0, 0}, {0, 2, 0, 4}, {1, 2, 0, 0}});
  }

  @Test
  void topKKeepsAllOfARowThatIsNoLongerThanK() {
    assertThat(OneLayer.dense(new TopK(9), List.of(), new float[] {1, -2, 0}).forward())
        .isDeepEqualTo(new float[][] {{1, -2, 0}});
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 1", "17, 5", "100, 99", "700, 35"})
  void topKKeepsWhatSortingWouldKeep(int features, int k) {
    Seed.Stream draws = SEED.child("top-k").stream();
    float[][] rows = new float[70][features];
    for (float[] row : rows) {
      for (int f = 0; f < features; f++) {
        row[f] = draws.nextInt(4) == 0 ? draws.nextInt(3) - 1 : (float) draws.nextGaussian();
      }
    }
    float[][] expected = new float[rows.length][features];
    for (int row = 0; row < rows.length; row++) {
      float[] x = rows[row];
      int[] best = IntStream.range(0, features).boxed().sorted(Comparator.<Integer>comparingDouble(f -> -x[f]))
          .limit(k).mapToInt(f -> f).toArray();
      for (int f : best) {
        expected[row][f] = x[f];
      }
    }
    assertThat(OneLayer.dense(new TopK(k), List.of(), rows).forward()).isDeepEqualTo(expected);
  }

  @Test
  void selectionAgreesWithSortingOnWhateverOrderAndTies() {
    Seed.Stream draws = SEED.child("selection").stream();
    for (int length : new int[] {1, 2, 3, 5, 16, 257}) {
      for (int[] keys : List.of(
          draws(length, 3, draws), draws(length, 1 << 30, draws), new int[length],
          IntStream.range(0, length).toArray(), IntStream.range(0, length).map(n -> -n).toArray(),
          IntStream.range(0, length).map(n -> Math.min(n, length - n)).toArray())) {
        int[] sorted = keys.clone();
        Arrays.sort(sorted);
        for (int k = 1; k <= length; k++) {
          assertThat(TopK.largest(keys.clone(), k)).isEqualTo(sorted[length - k]);
        }
      }
    }
  }

  private static int[] draws(int length, int bound, Seed.Stream draws) {
    return IntStream.range(0, length).map(n -> draws.nextInt(bound) - bound / 2).toArray();
  }

  /** methods.md F20: threshold 1, width 0.001; the first two numbers lie in the window, the third above it. */
  @Test
  void jumpReluMovesItsThresholdByNumbersNearIt() {
    float[] logs = new float[3];
    OneLayer layer = OneLayer.dense(new JumpRelu(1, 0.001), List.of(logs), new float[] {0.9996f, 1.0004f, 1.2f});

    assertThat(layer.forward()).isDeepEqualTo(new float[][] {{0, 1.0004f, 1.2f}});
    assertThat(layer.backward(new float[] {1, 1, 1})).isDeepEqualTo(new float[][] {{0, 1, 1}});
    assertThat(layer.gradient(0)).usingComparatorWithPrecision(1e-2f).containsExactly(-1000, -1000, 0);
  }

  @Test
  void jumpReluLearnsTheLogarithmOfItsThreshold() {
    float[] logs = {(float) Math.log(4)};
    float[][] rows = new float[70][];
    Arrays.setAll(rows, row -> new float[] {row < 35 ? 1.9f : 2.1f});
    float[][] dy = new float[70][];
    Arrays.fill(dy, new float[] {0.5f});
    OneLayer layer = OneLayer.dense(new JumpRelu(0.5, 1), List.of(logs), rows);

    assertThat(layer.forward()[34][0]).isZero();
    assertThat(layer.forward()[35][0]).isEqualTo(2.1f);
    layer.backward(dy);

    // 70 rows of 0.5, times -theta / width, times theta by the chain rule.
    assertThat(layer.gradient(0)[0]).isCloseTo(70 * 0.5f * -2 * 2, within(1e-4f));
  }
}
