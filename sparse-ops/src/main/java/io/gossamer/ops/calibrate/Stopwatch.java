package io.gossamer.ops.calibrate;

import io.gossamer.ops.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Times layers against each other: all variants take turns, and the median of the turns counts. Time is CPU time of the
 * calling thread, so that a busy machine disturbs little.
 */
public final class Stopwatch {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int TURNS = 5;
  private static final int TURNS_OF_LONG_STEPS = 3;
  private static final double LONG_STEP = 20_000;
  private static final double TURN_MICROS = 1_500;

  /** Until the compiler has come to the loops; later layers of a kind find them compiled. */
  private static final double WARM_UP_MICROS = 250_000;

  private final Kernels kernels;
  private final Set<Class<?>> warm = new HashSet<>();

  public Stopwatch(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Times one layer. */
  public Crossover measure(LayerWork work) {
    List<LayerRig> rigs = new ArrayList<>();
    rigs.add(new LayerRig(work, kernels, 1, true));
    Crossover.DENSITIES.forEach(density -> rigs.add(new LayerRig(work, kernels, density, false)));
    if (warm.add(work.layer().getClass())) {
      run(rigs.get(0), WARM_UP_MICROS / 2);
      run(rigs.get(2), WARM_UP_MICROS / 2);
      run(rigs.get(4), WARM_UP_MICROS / 2);
    }
    double longest = run(rigs.get(0), 0);
    int turns = longest > LONG_STEP ? TURNS_OF_LONG_STEPS : TURNS;
    List<List<Double>> times = new ArrayList<>();
    rigs.forEach(rig -> times.add(new ArrayList<>()));
    for (int turn = 0; turn < turns; turn++) {
      for (int n = 0; n < rigs.size(); n++) {
        times.get(n).add(run(rigs.get(n), TURN_MICROS));
      }
    }
    List<Double> medians = times.stream().map(Stopwatch::median).toList();
    return new Crossover(medians.get(0), medians.subList(1, medians.size()));
  }

  /** Runs steps for a while, at least one; microseconds of one. */
  private static double run(LayerRig rig, double micros) {
    long start = THREADS.getCurrentThreadCpuTime();
    int steps = 0;
    double taken;
    do {
      rig.step();
      steps++;
      taken = (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
    } while (taken < micros);
    return taken / steps;
  }

  private static double median(List<Double> times) {
    Collections.sort(times);
    return times.get(times.size() / 2);
  }
}
