package io.gossamer.driver.plan;

import io.gossamer.ops.net.Executions;

/**
 * One layer of the plan.
 *
 * @param nnz kept weights in the finished model
 * @param crossover density from which it runs on dense kernels, as in {@link Executions#crossovers}
 */
public record LayerPlan(String name, int out, int in, int nnz, double crossover) {
  /** Share of weights that are zero. */
  public double sparsity() {
    return 1 - nnz / ((double) out * in);
  }

  /** Whether the finished model runs on dense kernels here. */
  public boolean isDense() {
    return 1 - sparsity() >= crossover;
  }

  /** How it runs, for people: {@code sparse, dense from density 0.612}. */
  public String execution() {
    String otherwise = isDense()
        ? crossover > 0 ? String.format(", sparse below density %.3f", crossover) : ""
        : crossover <= 1 ? String.format(", dense from density %.3f", crossover) : "";
    return (isDense() ? "dense" : "sparse") + otherwise;
  }
}
