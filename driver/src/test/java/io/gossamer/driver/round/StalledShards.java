package io.gossamer.driver.round;

import io.gossamer.driver.TestSpark;
import io.gossamer.worker.shard.Shard;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;

/** Shards whose tasks stand still for minutes in jobs that a test names, unless they are cut or let go. */
public final class StalledShards {
  private static volatile Set<String> stalls = Set.of();
  private static volatile boolean deaf;
  private static volatile CountDownLatch letGo = new CountDownLatch(1);
  private static final AtomicInteger CUT = new AtomicInteger();
  private static final AtomicInteger GONE_ON = new AtomicInteger();

  private StalledShards() {}

  /**
   * An RDD of these shards, a partition each, not cached, since it is read anew by every job.
   *
   * @param where jobs and shards that stand still, as "round 3/1"
   */
  public static JavaRDD<Shard> of(List<Shard> shards, String... where) {
    stalls = Set.of(where);
    deaf = false;
    letGo = new CountDownLatch(1);
    CUT.set(0);
    GONE_ON.set(0);
    return TestSpark.context().parallelize(shards, shards.size()).map(StalledShards::passed);
  }

  /** From here on they do not hear that they are cut. */
  public static void deafen() {
    deaf = true;
  }

  /** Those that stand still go on. */
  public static void letGo() {
    letGo.countDown();
  }

  /** Tasks that were cut while they stood still. */
  public static int cut() {
    return CUT.get();
  }

  /** Tasks that went on after they were let go. */
  public static int goneOn() {
    return GONE_ON.get();
  }

  private static Shard passed(Shard shard) {
    String job = String.valueOf(TaskContext.get().getLocalProperty("spark.job.description"));
    if (stalls.contains(job.replace("gossamer ", "") + "/" + shard.index())) {
      stand();
    }
    return shard;
  }

  private static void stand() {
    while (true) {
      try {
        if (!letGo.await(10, TimeUnit.MINUTES)) {
          throw new IllegalStateException("stood still for ten minutes, and nobody came");
        }
        GONE_ON.incrementAndGet();
        return;
      } catch (InterruptedException e) {
        if (!deaf) {
          CUT.incrementAndGet();
          throw new IllegalStateException("cut", e);
        }
      }
    }
  }
}
