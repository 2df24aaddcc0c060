package io.gossamer.masks.schedule;

/** Densities of methods that prune phase by phase and retrain between. */
public final class Phases {
  private Phases() {}

  /**
   * Share of the remaining weights that each of {@code phases} equal phases drops to end at {@code sparsity}:
   * {@code 1 - (1 - sparsity)^(1/phases)}. Source: Zimmer et al. 2024, Sparse Model Soups (methods.md A1, golden F1).
   */
  public static double shareDropped(double sparsity, int phases) {
    return 1 - StrictMath.pow(1 - sparsity, 1.0 / phases);
  }

  /** Density after {@code phase} of {@code phases} such phases. */
  public static double density(double sparsity, int phase, int phases) {
    return Curve.EXPONENTIAL.at(1, 1 - sparsity, phase / (double) phases);
  }
}
