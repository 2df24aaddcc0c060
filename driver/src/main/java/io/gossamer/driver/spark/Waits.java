package io.gossamer.driver.spark;

import io.gossamer.ops.InvalidInput;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;

/**
 * The bound of everything that the driver waits for: a round, another pass over the shards, loading. A wait has a name,
 * and where it passes its bound, its jobs end and {@link Overdue} says by that name what did not come.
 *
 * @param seconds of one wait at most
 * @param setting that says so, as users write it
 */
public record Waits(double seconds, String setting) {
  /** Of one wait at most, unless somebody says otherwise. */
  public static final double DEFAULT_SECONDS = 10_800;

  private static final String OF_RUNS = "rounds.timeout";

  /** Of a training run that says nothing of it. */
  public static final Waits DEFAULT = ofRuns(DEFAULT_SECONDS);

  /** Spark's name of a local property: what is cancelled is interrupted too, so that it frees its slot at once. */
  private static final String INTERRUPT = "spark.job.interruptOnCancel";

  /** Longer is no bound, and too long for a clock in nanoseconds. */
  private static final double MOST = 1e9;

  private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(200);
  private static final AtomicLong COUNT = new AtomicLong();

  /** By {@code rounds.timeout}. */
  public static Waits ofRuns(double seconds) {
    return new Waits(seconds, OF_RUNS);
  }

  /**
   * @throws InvalidInput if a wait could last for ever, or not at all
   */
  public Waits {
    if (!(seconds > 0 && seconds < Double.POSITIVE_INFINITY)) {
      throw new InvalidInput(setting + " is " + seconds + "; it must be above 0, since no wait may last for ever");
    }
  }

  /** Nanoseconds of one wait. */
  public long nanos() {
    return (long) (Math.min(seconds, MOST) * 1e9);
  }

  /**
   * @param what was waited for
   * @param missing what did not come of it; may be empty
   * @param more what else may help; may be empty
   */
  public Overdue overdue(String what, String missing, String more) {
    return new Overdue(sentence(what, missing, more));
  }

  private String sentence(String what, String missing, String more) {
    return what + " has waited " + seconds + " s" + (missing.isEmpty() ? "" : " for " + missing)
        + ", which is all that " + setting + " allows; look at its tasks in Spark's log, raise " + setting
        + " if they are only slow" + (more.isEmpty() ? "" : ", " + more);
  }

  /** Names the jobs that this thread runs next, and lets them be interrupted; null when they are over. */
  public static void describe(SparkContext spark, String what) {
    spark.setJobDescription(what == null ? null : "gossamer " + what);
    spark.setLocalProperty(INTERRUPT, what == null ? null : "true");
  }

  /**
   * Runs jobs whose calls return only when they are over.
   *
   * @param what names them, as the start of a sentence
   * @throws Overdue if they took too long
   */
  public <R> R during(SparkContext spark, String what, Supplier<R> jobs) {
    String tag = "gossamer-wait-" + COUNT.incrementAndGet();
    AtomicBoolean over = new AtomicBoolean();
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(Waits::daemon);
    watch.scheduleWithFixedDelay(() -> {
      over.set(true);
      // Again and again, since one that begins next belongs to the wait as well.
      spark.cancelJobsWithTag(tag);
    }, nanos(), AGAIN_NANOS, TimeUnit.NANOSECONDS);
    spark.addJobTag(tag);
    describe(spark, what);
    try {
      return jobs.get();
    } catch (Exception e) {
      if (over.get()) {
        throw new Overdue(sentence(what, "", ""), e);
      }
      throw e;
    } finally {
      spark.removeJobTag(tag);
      describe(spark, null);
      watch.shutdownNow();
    }
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "gossamer waits");
    thread.setDaemon(true);
    return thread;
  }
}
