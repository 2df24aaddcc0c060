package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.spark.Overdue;
import io.gossamer.driver.spark.Waits;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Of five shards the fourth stands still for minutes, unless it is cut. */
class ShardJobTest {
  private static final Quorum FOUR_AT_ONCE = new Quorum(4, new Patience(0, false));

  private final List<Integer> came = new ArrayList<>();

  private static JavaRDD<Shard> stalled() {
    List<Shard> shards = IntStream.range(0, 5)
        .mapToObj(s -> new Shard(s, new DenseRows(1, new float[1], new float[1], null))).toList();
    return StalledShards.of(shards, "test/3", "loading the rows/3");
  }

  private List<Integer> run(Wait wait) {
    JavaRDD<Shard> shards = stalled();
    Waits.describe(TestSpark.context().sc(), "test");
    return ShardJob.run(shards, Shard::index, wait, (shard, answer) -> came.add(answer));
  }

  @AfterEach
  void nothingRunsOn() throws InterruptedException {
    Waits.describe(TestSpark.context().sc(), null);
    assertThat(TestSpark.idle()).isTrue();
  }

  private static void assertCut() throws InterruptedException {
    for (int tries = 0; StalledShards.cut() == 0 && tries < 6_000; tries++) {
      Thread.sleep(10);
    }
    assertThat(StalledShards.cut()).isEqualTo(1);
  }

  @Test
  void endsWithoutAShardOnceEnoughHaveComeAndFreesItsSlot() throws InterruptedException {
    assertThat(run(Wait.forRound(1, Waits.DEFAULT, FOUR_AT_ONCE, () -> true))).containsExactly(3);

    assertThat(came).containsExactlyInAnyOrder(0, 1, 2, 4);
    assertCut();
  }

  @Test
  void endsByNameWhereTimeIsUpFirst() throws InterruptedException {
    assertThatThrownBy(() -> run(Wait.forAll("a test", Waits.ofRuns(3)))).isInstanceOf(Overdue.class)
        .hasMessageStartingWith("a test has waited 3.0 s for shards 3, which is all that rounds.timeout allows");
    assertCut();
  }

  @Test
  void isNotEnoughWhereThereIsNothingToAverage() throws InterruptedException {
    assertThatThrownBy(() -> run(Wait.forRound(7, Waits.ofRuns(3), FOUR_AT_ONCE, () -> false)))
        .isInstanceOf(Overdue.class).hasMessageStartingWith("round 7 has waited 3.0 s for shards 3, ")
        .hasMessageEndingWith("or let rounds go on without the slowest by rounds.quorum");
    assertCut();
  }

  @Test
  void jobsThatTheirCallsWaitForEndByNameToo() throws InterruptedException {
    JavaRDD<Shard> shards = stalled();

    assertThatThrownBy(() -> Waits.ofRuns(3).during(TestSpark.context().sc(), "loading the rows", shards::count))
        .isInstanceOf(Overdue.class).hasMessageStartingWith("loading the rows has waited 3.0 s, which is all");
    assertCut();

    long counted = Waits.ofRuns(600).during(TestSpark.context().sc(), "counting the rows", shards::count);
    assertThat(counted).isEqualTo(5);
    assertThatThrownBy(() -> Waits.ofRuns(600).during(TestSpark.context().sc(), "loading the rows", () -> {
      throw new IllegalStateException("another reason");
    })).isInstanceOf(IllegalStateException.class).hasMessage("another reason");
  }
}
