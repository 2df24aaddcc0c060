package io.gossamer.ops.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SeedTest {
  @Test
  void childrenDifferByNameAndByCoordinate() {
    Seed seed = new Seed(1);
    Set<Long> states = new HashSet<>();
    for (String name : new String[] {"a", "b", "ab", "ba", ""}) {
      for (int x = 0; x < 100; x++) {
        states.add(seed.child(name, x).state());
        states.add(seed.child(name, x, 0).state());
        states.add(seed.child(name, 0, x + 1).state());
      }
    }

    assertThat(states).hasSize(5 * 300);
  }

  /** Written down when the generator was: models of a seed depend on it. */
  @Test
  void drawsAreFixedForEver() {
    Seed.Stream stream = new Seed(42).child("golden", 3).stream();

    assertThat(stream.nextInt(1000)).isEqualTo(234);
    assertThat(stream.nextInt(1000)).isEqualTo(5);
    assertThat(stream.nextInt(1000)).isEqualTo(781);
  }

  @Test
  void uniformDrawsFillTheirRangeEvenly() {
    Seed.Stream stream = new Seed(5).stream();
    int[] counts = new int[10];
    for (int n = 0; n < 100_000; n++) {
      counts[stream.nextInt(10)]++;
    }

    assertThat(Arrays.stream(counts)).allSatisfy(count -> assertThat(count).isBetween(9_600, 10_400));
  }

  @Test
  void gaussianDrawsHaveMeanZeroAndVarianceOne() {
    Seed.Stream stream = new Seed(6).stream();
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < 100_000; n++) {
      double draw = stream.nextGaussian();
      sum += draw;
      squares += draw * draw;
    }

    assertThat(sum / 100_000).isBetween(-0.02, 0.02);
    assertThat(squares / 100_000).isBetween(0.97, 1.03);
  }

  @Test
  void shuffleKeepsEveryEntry() {
    int[] array = {0, 1, 2, 3, 4, 5, 6, 7};

    new Seed(9).stream().shuffle(array, 6);

    assertThat(array).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7).endsWith(6, 7);
    assertThat(array).isNotEqualTo(new int[] {0, 1, 2, 3, 4, 5, 6, 7});
  }
}
