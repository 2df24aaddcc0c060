package io.gossamer.ops.calibrate;

import io.gossamer.ops.kernel.Kernels;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * Times layers against each other, once warm, in {@link Turns}. Time is CPU time of the calling thread, so that a busy
 * machine disturbs little.
 */
public final class Stopwatch {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final double TURN_MICROS = 1_500;

  // Warming up, microseconds by the clock on the wall: the compiler works beside us.
  private static final double WINDOW = 25_000;
  private static final int LEAST_WINDOWS = 4;
  private static final double LONGEST_WARM_UP = 4_000_000;

  /** Of the best window so far: slower than that, something is still being compiled. */
  private static final double STEADY = 1.2;

  /** Multiply-adds per microsecond that every compiled kernel exceeds; vectors in interpreted code reach a tenth. */
  private static final double LEAST_RATE = 200;

  /** Of so short a step overhead may be most. */
  private static final double SHORT_STEP = 100;

  private final Kernels kernels;

  public Stopwatch(Kernels kernels) {
    this.kernels = kernels;
  }

  /** Times one layer. */
  public Crossover measure(LayerWork work) {
    LayerRig.Tensors tensors = new LayerRig.Tensors(work);
    List<LayerRig> rigs = new ArrayList<>();
    rigs.add(new LayerRig(work, tensors, kernels, 1, true));
    Crossover.DENSITIES.forEach(density -> rigs.add(new LayerRig(work, tensors, kernels, density, false)));
    rigs.forEach(Stopwatch::warmUp);
    List<DoubleSupplier> turns = new ArrayList<>();
    rigs.forEach(rig -> turns.add(() -> run(rig)));
    List<Double> fastest = new Turns(System::nanoTime).fastest(turns, Stopwatch::isPlausible);
    return new Crossover(fastest.get(0), fastest.subList(1, fastest.size()));
  }

  /** Dense kernels that lose against sparse ones on a full layer are hardly compiled yet, unless overhead is most. */
  private static boolean isPlausible(List<Double> times) {
    return times.get(0) < SHORT_STEP || times.get(0) <= times.get(times.size() - 1);
  }

  /** Runs until steps are as fast as compiled code and no longer become faster. */
  private static void warmUp(LayerRig rig) {
    double best = Double.MAX_VALUE;
    long start = System.nanoTime();
    for (int windows = 1; (System.nanoTime() - start) / 1e3 < LONGEST_WARM_UP; windows++) {
      long window = System.nanoTime();
      int steps = 0;
      double taken;
      do {
        rig.step();
        steps++;
        taken = (System.nanoTime() - window) / 1e3;
      } while (taken < WINDOW);
      double step = taken / steps;
      best = Math.min(best, step);
      boolean compiled = step < SHORT_STEP || rig.multiplyAdds() / step > LEAST_RATE;
      if (windows >= LEAST_WINDOWS && compiled && step <= best * STEADY) {
        return;
      }
    }
  }

  /** Runs steps for a while, at least one; microseconds of one. */
  private static double run(LayerRig rig) {
    long start = THREADS.getCurrentThreadCpuTime();
    int steps = 0;
    double taken;
    do {
      rig.step();
      steps++;
      taken = (THREADS.getCurrentThreadCpuTime() - start) / 1e3;
    } while (taken < TURN_MICROS);
    return taken / steps;
  }
}
