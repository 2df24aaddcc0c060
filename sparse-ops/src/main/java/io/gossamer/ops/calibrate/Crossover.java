package io.gossamer.ops.calibrate;

import io.gossamer.ops.net.Executions;
import java.util.List;

/**
 * What timing one layer found.
 *
 * @param dense microseconds of a step on dense kernels
 * @param sparse the same on sparse kernels at each of {@link #DENSITIES}
 */
public record Crossover(double dense, List<Double> sparse) {
  /** Where sparse execution is timed. */
  public static final List<Double> DENSITIES = List.of(0.02, 0.1, 0.25, 0.5, 0.75, 1.0);

  /** Dense execution must be this much faster: it needs more memory, and near ties should not flip with the weather. */
  private static final double MARGIN = 1.05;

  public Crossover {
    sparse = List.copyOf(sparse);
    if (sparse.size() != DENSITIES.size()) {
      throw new IllegalArgumentException(sparse.size() + " times for " + DENSITIES.size() + " densities");
    }
  }

  /**
   * The density from which on dense execution was faster by the margin, between two timed densities by straight line;
   * {@link Executions#NEVER_DENSE} where it was not even for a full layer.
   */
  public double density() {
    int last = DENSITIES.size() - 1;
    if (behind(last) < 0) {
      return Executions.NEVER_DENSE;
    }
    int first = last;
    while (first > 0 && behind(first - 1) >= 0) {
      first--;
    }
    if (first == 0) {
      return DENSITIES.get(0);
    }
    double low = DENSITIES.get(first - 1);
    double high = DENSITIES.get(first);
    return low + (high - low) * behind(first - 1) / (behind(first - 1) - behind(first));
  }

  /** By how much sparse execution is slower than dense with its margin. */
  private double behind(int n) {
    return sparse.get(n) - dense * MARGIN;
  }
}
