package io.gossamer.driver.spark;

import org.apache.spark.SparkContext;

/**
 * What the tasks of one executor share.
 *
 * @param heap of its JVM, in bytes
 * @param tasks that run in it side by side; where Spark does not say, one
 * @param holdsDriver whether that JVM is this one, with the driver in it
 */
public record ExecutorShare(long heap, int tasks, boolean holdsDriver) {
  private static final long MEGABYTE = 1 << 20;

  /** The same with no more tasks than there are shards to work on. */
  public ExecutorShare atMost(int shards) {
    return new ExecutorShare(heap, Math.min(tasks, shards), holdsDriver);
  }

  /** Of an application that has started. */
  public static ExecutorShare of(SparkContext spark) {
    if (spark.isLocal()) {
      return new ExecutorShare(
          Runtime.getRuntime().maxMemory(), sideBySide(spark, spark.defaultParallelism()), true);
    }
    return new ExecutorShare(
        spark.executorMemory() * MEGABYTE, sideBySide(spark, spark.conf().getInt("spark.executor.cores", 1)), false);
  }

  private static int sideBySide(SparkContext spark, int cores) {
    return Math.max(1, cores / TaskCores.threads(spark));
  }
}
