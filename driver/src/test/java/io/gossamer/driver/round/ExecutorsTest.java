package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.spark.Waits;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.worker.shard.Shard;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;

class ExecutorsTest {
  @Test
  void whatIsEvenStays() {
    assertThat(Executors.even(List.of("1", "2", "2", "1"), List.of("1", "2"))).containsExactly("1", "2", "2", "1");
    assertThat(Executors.even(List.of("1", "2", "2"), List.of("1", "2"))).containsExactly("1", "2", "2");
    assertThat(Executors.even(List.of("1"), List.of("1", "2", "3"))).containsExactly("1");
  }

  @Test
  void aNewcomerGetsItsShare() {
    assertThat(Executors.even(List.of("1", "1", "1", "1"), List.of("1", "3"))).containsExactly("1", "1", "3", "3");
    assertThat(Executors.even(List.of("1", "1", "1", "1", "2"), List.of("1", "2", "3")))
        .containsExactly("1", "1", "3", "2", "2");
  }

  @Test
  void whatIsLostOrExcludedMoves() {
    assertThat(Executors.even(List.of("1", "9", "", "2"), List.of("1", "2"))).containsExactly("1", "1", "2", "2");
  }

  @Test
  void withoutExecutorsNothingMoves() {
    assertThat(Executors.even(List.of("", ""), List.of())).containsExactly("", "");
  }

  @Test
  void placedShardsAreTheSameShardsWithAWish() {
    List<Shard> shards = IntStream.range(0, 3)
        .mapToObj(s -> new Shard(s, new DenseRows(1, new float[] {s}, new float[] {0}, null))).toList();
    JavaRDD<Shard> rdd = TestSpark.context().parallelize(shards, 3).persist(StorageLevel.MEMORY_ONLY());
    PlacedShards placed = new PlacedShards(rdd.rdd(), List.of("executor_a_1", "executor_b_2", "executor_a_1"));

    assertThat(placed.toJavaRDD().map(Shard::index).collect()).containsExactly(0, 1, 2);
    assertThat(placed.preferredLocations(placed.partitions()[1]).mkString()).isEqualTo("executor_b_2");
    rdd.unpersist();
  }

  @Test
  void aLocalMasterHasNothingToSpread() {
    JavaRDD<Shard> rdd = TestSpark.context().parallelize(
        List.of(new Shard(0, new DenseRows(1, new float[] {1}, new float[] {0}, null))), 1);
    try (Executors executors = new Executors(TestSpark.context(), Waits.DEFAULT)) {
      assertThat(executors.haveChanged()).isTrue();
      assertThat(executors.haveChanged()).isFalse();
      assertThat(executors.spread("train", rdd)).isSameAs(rdd);
    }
  }
}
