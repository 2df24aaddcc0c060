package io.gossamer.driver.spark;

import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;

/** The cores that Spark gives a task ({@code spark.task.cpus}): as many threads compute in it, and no more. */
public final class TaskCores {
  private TaskCores() {}

  /** Threads of the task that asks. */
  public static int threads() {
    return TaskContext.get().cpus();
  }

  /** Threads of every task to come. */
  public static int threads(SparkContext spark) {
    return spark.conf().getInt("spark.task.cpus", 1);
  }
}
