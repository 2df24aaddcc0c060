package io.gossamer.ops.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.random.Seed;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TopKTest {
  @Test
  void lowerPositionWinsAmongEquals() {
    float[] values = {9, 0.4f, -0.1f, 0.1f, -0.3f, 0.2f};

    assertThat(TopK.largestMagnitudes(values, 1, 5, 4)).containsExactly(0, 1, 3, 4);
  }

  @Test
  void keepsExactlyKOfManyZeros() {
    float[] values = new float[100];
    values[50] = -0.0f;
    values[60] = 1e-40f;

    assertThat(TopK.largestMagnitudes(values, 0, 100, 3)).containsExactly(0, 1, 60);
    assertThat(TopK.largestMagnitudes(values, 0, 100, 0)).isEmpty();
    assertThat(TopK.largestMagnitudes(values, 0, 100, 100)).hasSize(100);
  }

  @Test
  void agreesWithSortingOnRandomValues() {
    Seed.Stream stream = new Seed(3).child("TopKTest").stream();
    for (int length : new int[] {1, 7, 64, 1_000}) {
      float[] values = new float[length];
      for (int p = 0; p < length; p++) {
        values[p] = Math.round(stream.nextGaussian() * 20) * 0.37f;
      }
      for (int k = 0; k <= length; k += Math.max(1, length / 9)) {
        int[] expected = IntStream.range(0, length).boxed()
            .sorted(Comparator.<Integer>comparingDouble(p -> -Math.abs(values[p])).thenComparing(p -> p))
            .limit(k).sorted().mapToInt(p -> p).toArray();

        assertThat(TopK.largestMagnitudes(values, 0, length, k)).isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesMoreThanThereAre() {
    assertThatThrownBy(() -> TopK.largestMagnitudes(new float[3], 0, 3, 4)).hasMessageContaining("4 of 3");
  }

  @Test
  void ofDoublesTheLowerOfEqualsIsChosenAtBothEnds() {
    double[] scores = {9, -0.0, 2, 0, 2, -1, 2, Double.POSITIVE_INFINITY, 9};

    assertThat(TopK.largest(scores, 1, 7, 2)).containsExactly(1, 6);
    assertThat(TopK.largest(scores, 1, 7, 3)).containsExactly(1, 3, 6);
    assertThat(TopK.smallest(scores, 1, 7, 2)).containsExactly(0, 4);
    assertThat(TopK.smallest(scores, 1, 7, 4)).containsExactly(0, 1, 2, 4);
    assertThat(TopK.largest(scores, 1, 0, 0)).isEmpty();
  }

  @Test
  void ofDoublesEqualsASortedSelection() {
    Seed.Stream draws = new Seed(5).stream();
    for (int n = 0; n < 300; n++) {
      int length = draws.nextInt(40);
      double[] scores = new double[length];
      for (int p = 0; p < length; p++) {
        scores[p] = n % 2 == 0 ? draws.nextGaussian() * StrictMath.pow(10, draws.nextInt(9) - 4) : draws.nextInt(3) - 1;
      }
      int k = draws.nextInt(length + 1);

      int[] sorted = IntStream.range(0, length).boxed()
          .sorted(Comparator.comparingDouble((Integer p) -> -scores[p]).thenComparing(p -> p))
          .limit(k).mapToInt(p -> p).sorted().toArray();

      assertThat(TopK.largest(scores, 0, length, k)).isEqualTo(sorted);
    }
  }
}
