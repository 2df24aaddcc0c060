package io.gossamer.driver.plan;

/**
 * One layer of the plan.
 *
 * @param nnz kept weights in the finished model
 */
public record LayerPlan(String name, int out, int in, int nnz) {
  /** Share of weights that are zero. */
  public double sparsity() {
    return 1 - nnz / ((double) out * in);
  }
}
