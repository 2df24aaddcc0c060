package io.gossamer.driver.plan;

import io.gossamer.ops.calibrate.LayerWork;
import io.gossamer.ops.net.Executions;

/** Says from which density on a layer runs faster on dense kernels. */
@FunctionalInterface
public interface Crossovers {
  /** Knows nothing: full layers run dense, all others sparse. */
  Crossovers UNMEASURED = work -> Executions.WHEN_FULL;

  /** The crossover of a layer, as in {@link Executions#crossovers}. */
  double of(LayerWork work);

  /** One sentence on where the answers came from; empty where there is nothing to say. */
  default String origin() {
    return "";
  }
}
