package io.gossamer.ops.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntConsumer;

/** What steps allocate once their classes are loaded and their loops compiled. */
public final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int STEPS = 100;
  private static final int TRIES = 400;

  private Allocation() {}

  /**
   * Bytes that 100 steps in a row allocate at the least, on this thread and on helpers of a crew. A new try follows
   * while there are any, 400 at most: vectors are objects until the compiler has seen them often enough, and it may
   * take a loop back to compile it better.
   *
   * @param step what to do, given the number of steps before
   */
  public static long least(IntConsumer step) {
    long[] threads = Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread == Thread.currentThread() || thread.getName().startsWith("gossamer helper "))
        .mapToLong(Thread::getId).toArray();
    long least = Long.MAX_VALUE;
    for (int tries = 0; tries < TRIES && least > 0; tries++) {
      long before = allocated(threads);
      for (int n = 0; n < STEPS; n++) {
        step.accept(tries * STEPS + n);
      }
      least = Math.min(least, allocated(threads) - before);
    }
    return least;
  }

  /** One by one: asking for all at once allocates the answer. */
  private static long allocated(long[] threads) {
    long sum = 0;
    for (long thread : threads) {
      sum += THREADS.getThreadAllocatedBytes(thread);
    }
    return sum;
  }
}
