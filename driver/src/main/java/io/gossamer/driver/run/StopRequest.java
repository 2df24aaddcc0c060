package io.gossamer.driver.run;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;
import org.apache.spark.SparkContext;

/**
 * The wish to stop, from SIGTERM or SIGINT. The jobs in flight are given up, what is left of the run writes a last
 * checkpoint, and only then Spark and the file systems may close. While it is open the signal waits for it.
 */
public final class StopRequest implements AutoCloseable {
  /** Before Spark's hooks (40 and above) and those of Hadoop's file systems (10). */
  private static final int PRIORITY = 100;

  /** The wait ends here whatever the run does; Kubernetes kills after 30 seconds unless told otherwise. */
  private static final long GRACE_SECONDS = 25;

  private static final long AGAIN_MILLIS = 200;

  private final Runnable giveUp;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Runnable hook = this::onSignal;
  private volatile boolean asked;

  /**
   * @param giveUp ends what the run waits for; called again until the run has noticed
   */
  StopRequest(Runnable giveUp) {
    this.giveUp = giveUp;
  }

  /** Comes with the end of this JVM. */
  public static StopRequest bySignal(SparkContext spark) {
    StopRequest request = new StopRequest(spark::cancelAllJobs);
    ShutdownHookManager.get().addShutdownHook(request.hook, PRIORITY, 2 * GRACE_SECONDS, TimeUnit.SECONDS);
    return request;
  }

  /** Never comes. */
  public static StopRequest never() {
    return new StopRequest(() -> {});
  }

  private void onSignal() {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(GRACE_SECONDS);
    asked = true;
    try {
      do {
        giveUp.run();
      } while (!closed.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS) && System.nanoTime() < deadline);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** For tests: as a signal would, without waiting. */
  void ask() {
    asked = true;
    giveUp.run();
  }

  /** Whether it has come. */
  public boolean isAsked() {
    return asked;
  }

  @Override
  public void close() {
    closed.countDown();
    if (!ShutdownHookManager.get().isShutdownInProgress()) {
      ShutdownHookManager.get().removeShutdownHook(hook);
    }
  }
}
