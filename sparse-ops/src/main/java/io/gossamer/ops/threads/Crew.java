package io.gossamer.ops.threads;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads of one task: the one that calls, and helpers that live from {@link #begin} to {@link #end}. Work is cut
 * into parts of which each thread takes the next; before {@link #begin} and after {@link #end} the caller takes all.
 * Who takes a part must not matter: a sum belongs to one part, whole. So bits do not depend on the number of threads,
 * and a helper that the machine does not let run holds up nobody. {@link #run} allocates nothing.
 *
 * <p>A helper without work watches for it for a moment, as the next layer's work is microseconds away, then sleeps.
 */
public final class Crew {
  /** A caller alone. */
  public static final Crew ALONE = new Crew(1);

  /** Multiply-adds that take about five microseconds: several times what handing out a part costs. */
  private static final long LEAST = 1 << 16;

  /** Parts a thread takes on average: with more than one, a thread that started late takes fewer. */
  private static final int PARTS_PER_THREAD = 2;

  /** Longer than the gaps between the layers of a step, shorter than anybody would notice. */
  private static final long WATCH_NANOS = 100_000;

  private static final int WATCHES_PER_LOOK = 64;

  /** Looks without a yield; then the machine may have taken the core from who works on the last part. */
  private static final int PATIENCE = 10_000;

  /** A round of work in the upper half, the parts that nobody has taken in the lower. */
  private final AtomicLong open = new AtomicLong();

  private final AtomicInteger unfinished = new AtomicInteger();
  private final Helper[] helpers;
  private final long least;
  private Work work;
  private volatile Throwable failure;
  private volatile boolean present;

  /** What is cut into parts. */
  public interface Work {
    /**
     * Does one part.
     *
     * @param part from 0
     * @param thread from 0 to {@link Crew#threads}, not included: whose buffers to use
     */
    void run(int part, int thread);
  }

  /** @param threads the caller included, at least 1 */
  public Crew(int threads) {
    this(threads, LEAST);
  }

  /** @param least multiply-adds that are worth a part, at least 1 */
  public Crew(int threads, long least) {
    if (threads < 1) {
      throw new IllegalArgumentException("a crew of " + threads + " threads");
    }
    this.helpers = new Helper[threads - 1];
    this.least = least;
  }

  /** Threads, the caller included. */
  public int threads() {
    return helpers.length + 1;
  }

  /** Into how many parts to cut work of so many multiply-adds; one where cutting does not pay. */
  public int parts(long multiplyAdds) {
    long most = helpers.length == 0 ? 1 : (long) PARTS_PER_THREAD * threads();
    return (int) Math.max(1, Math.min(most, multiplyAdds / least));
  }

  /** Starts the helpers; {@link #end} must follow. */
  public void begin() {
    present = true;
    for (int n = 0; n < helpers.length; n++) {
      helpers[n] = new Helper(n + 1, Thread.currentThread().getName());
      helpers[n].start();
    }
  }

  /** Returns when all helpers are gone. */
  public void end() {
    present = false;
    boolean interrupted = false;
    for (int n = 0; n < helpers.length; n++) {
      while (helpers[n] != null) {
        LockSupport.unpark(helpers[n]);
        try {
          helpers[n].join();
          helpers[n] = null;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does parts 0 to {@code parts}, not included, in any order, and returns when all are done. */
  public void run(int parts, Work work) {
    if (parts < 2 || !present || helpers.length == 0) {
      for (int part = 0; part < parts; part++) {
        work.run(part, 0);
      }
      return;
    }
    this.work = work;
    unfinished.set(parts);
    open.set(((open.get() >>> 32) + 1) << 32 | parts);
    for (int n = 0; n < Math.min(helpers.length, parts - 1); n++) {
      helpers[n].wake();
    }
    while (takesOne(0)) {
      continue;
    }
    for (int looks = 0; unfinished.get() > 0; looks++) {
      if (looks < PATIENCE) {
        Thread.onSpinWait();
      } else {
        Thread.yield();
      }
    }
    rethrow();
  }

  private boolean isWork() {
    return (int) open.get() > 0;
  }

  /** A part is taken for good, so the round cannot end before it is done, nor {@link #work} change. */
  private boolean takesOne(int thread) {
    long now = open.get();
    while ((int) now > 0) {
      if (open.compareAndSet(now, now - 1)) {
        try {
          work.run((int) now - 1, thread);
        } catch (RuntimeException | Error e) {
          failure = e;
        }
        unfinished.decrementAndGet();
        return true;
      }
      now = open.get();
    }
    return false;
  }

  private void rethrow() {
    Throwable thrown = failure;
    failure = null;
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
  }

  private final class Helper extends Thread {
    private final int number;
    private volatile boolean asleep;

    Helper(int number, String leader) {
      super("gossamer helper " + number + " of " + leader);
      this.number = number;
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      while (present) {
        if (!takesOne(number)) {
          watch();
        }
      }
    }

    private void watch() {
      long until = System.nanoTime() + WATCH_NANOS;
      while (System.nanoTime() < until) {
        for (int n = 0; n < WATCHES_PER_LOOK; n++) {
          if (isWork() || !present) {
            return;
          }
          Thread.onSpinWait();
        }
      }
      asleep = true;
      // Asked once more: who left work before it saw us asleep does not wake us.
      while (!isWork() && present) {
        LockSupport.park(Crew.this);
      }
      asleep = false;
    }
  }
}
