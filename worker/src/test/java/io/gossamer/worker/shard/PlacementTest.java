package io.gossamer.worker.shard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.random.Seed;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final int ROWS = 40_000;

  private static long hash(int row) {
    return new Seed(5).child("row", row).state();
  }

  @Test
  void splitsHoldTheirSharesAndShardsAreEven() {
    Placement placement = Placement.of(new Seed(1), 4, 0, 0.1, 0.2);
    int[] splits = new int[3];
    int[] shards = new int[4];

    for (int row = 0; row < ROWS; row++) {
      splits[placement.split(hash(row))]++;
      shards[placement.shard(hash(row), hash(row))]++;
    }

    assertThat(splits[Placement.VALIDATION] / (double) ROWS).isEqualTo(0.1, within(0.01));
    assertThat(splits[Placement.TEST] / (double) ROWS).isEqualTo(0.2, within(0.01));
    assertThat(IntStream.of(shards).mapToObj(rows -> rows / (double) ROWS)).hasSize(4)
        .allSatisfy(share -> assertThat(share).isEqualTo(0.25, within(0.01)));
  }

  @Test
  void theSplitSaysNothingAboutTheShard() {
    Placement placement = Placement.of(new Seed(1), 4, 0, 0, 0.5);
    long[] held = IntStream.range(0, ROWS).mapToLong(PlacementTest::hash)
        .filter(hash -> placement.split(hash) == Placement.TEST).toArray();

    for (int shard = 0; shard < 4; shard++) {
      int asked = shard;
      long there = java.util.Arrays.stream(held).filter(hash -> placement.shard(hash, hash) == asked).count();
      assertThat(there / (double) held.length).isEqualTo(0.25, within(0.015));
    }
  }

  @Test
  void anotherSeedMovesRows() {
    Placement one = Placement.of(new Seed(1), 16, 0, 0, 0);
    Placement other = Placement.of(new Seed(2), 16, 0, 0, 0);

    long stayed = IntStream.range(0, ROWS).mapToLong(PlacementTest::hash)
        .filter(hash -> one.shard(hash, hash) == other.shard(hash, hash)).count();

    assertThat(stayed / (double) ROWS).isEqualTo(1 / 16.0, within(0.01));
  }

  @Test
  void keptOrderMakesContiguousRangesThatDifferByAtMostOneRow() {
    Placement placement = Placement.of(new Seed(1), 3, 10, 0, 0);

    assertThat(IntStream.range(0, 10).map(row -> placement.shard(hash(row), row)))
        .containsExactly(0, 0, 0, 0, 1, 1, 1, 2, 2, 2);
  }
}
