package io.gossamer.worker.shard;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchOrderTest {
  private static int[] order(long seed, int shard, int pass, int count) {
    int[] into = new int[count + 3];
    Arrays.fill(into, -1);
    BatchOrder.order(new Seed(seed), shard, pass, count, into);
    assertThat(Arrays.copyOfRange(into, count, count + 3)).containsOnly(-1);
    return Arrays.copyOf(into, count);
  }

  @Test
  void visitsEveryRowOnce() {
    for (int count : new int[] {0, 1, 2, 33, 1_000}) {
      assertThat(Arrays.stream(order(1, 2, 3, count)).sorted()).containsExactly(IntStream.range(0, count).boxed()
          .toArray(Integer[]::new));
    }
  }

  @Test
  void isAFunctionOfSeedShardAndPassAndOfEachOfThem() {
    int[] order = order(1, 2, 3, 100);

    assertThat(order(1, 2, 3, 100)).containsExactly(order);
    assertThat(order(9, 2, 3, 100)).isNotEqualTo(order);
    assertThat(order(1, 9, 3, 100)).isNotEqualTo(order);
    assertThat(order(1, 2, 9, 100)).isNotEqualTo(order);
    assertThat(order(1, 3, 2, 100)).isNotEqualTo(order);
  }
}
