package io.gossamer.masks.schedule;

/**
 * Sparsity that rises fast first and slowly at last: {@code s(t) = final + (initial - final) * (1 - progress)^3}.
 * Source: Zhu and Gupta 2017, equation 1 (methods.md B3, golden F2).
 *
 * @param start first step of the rise
 * @param end step from which the final sparsity holds
 */
public record CubicSchedule(double initialSparsity, double finalSparsity, long start, long end) {
  /** The sparsity after {@code step} local steps. */
  public double at(long step) {
    if (step >= end) {
      return finalSparsity;
    }
    double progress = step <= start ? 0 : (step - start) / (double) (end - start);
    double left = 1 - progress;
    return finalSparsity + (initialSparsity - finalSparsity) * left * left * left;
  }
}
