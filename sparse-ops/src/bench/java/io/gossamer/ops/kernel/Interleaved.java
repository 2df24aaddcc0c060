package io.gossamer.ops.kernel;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Times variants against each other in one run: every round runs each of them for a while, one after the other, and the
 * median over rounds counts. Time is CPU time of the calling thread, so that a busy machine disturbs little.
 */
public final class Interleaved {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final long WARM_UP = 1_000_000_000L;
  private static final double FASTER = 0.9;
  private static final long SLICE = 15_000_000L;

  private final Map<String, Runnable> variants = new LinkedHashMap<>();
  private final Map<String, List<Double>> micros = new LinkedHashMap<>();

  /** Adds a variant. */
  public Interleaved add(String name, Runnable work) {
    variants.put(name, work);
    return this;
  }

  /** Runs all for {@code rounds} rounds, after warming them up in the same way until none gets faster. */
  public Interleaved run(int rounds) {
    Map<String, Double> best = new HashMap<>();
    for (long end = System.nanoTime() + WARM_UP; System.nanoTime() < end;) {
      for (Map.Entry<String, Runnable> variant : variants.entrySet()) {
        double time = slice(variant.getValue());
        if (time < FASTER * best.getOrDefault(variant.getKey(), Double.MAX_VALUE)) {
          best.put(variant.getKey(), time);
          end = System.nanoTime() + WARM_UP;
        }
      }
    }
    for (int round = 0; round < rounds; round++) {
      variants.forEach((name, work) -> micros.computeIfAbsent(name, key -> new ArrayList<>()).add(slice(work)));
    }
    return this;
  }

  private static double slice(Runnable work) {
    work.run();
    long start = THREADS.getCurrentThreadCpuTime();
    long now = start;
    int times = 0;
    while (now - start < SLICE) {
      work.run();
      times++;
      now = THREADS.getCurrentThreadCpuTime();
    }
    return (now - start) / 1e3 / times;
  }

  /** Median of a variant, in microseconds. */
  public double median(String name) {
    List<Double> sorted = new ArrayList<>(micros.get(name));
    Collections.sort(sorted);
    return sorted.get(sorted.size() / 2);
  }
}
