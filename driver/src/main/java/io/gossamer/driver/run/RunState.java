package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.masks.Mask;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.random.Seed;

/**
 * All that a run is between two rounds; a step takes one and returns the next.
 *
 * @param round rounds done
 * @param step local steps done by each shard
 * @param values in the documented order of {@code mask}
 * @param velocity of the outer optimiser; empty for plain averaging
 */
public record RunState(int round, long step, Mask mask, float[] values, float[] velocity) {
  /** Before the first round: the method's first mask, fresh values on it. */
  public static RunState first(Plan plan, OuterOptimizer outer) {
    Seed seed = new Seed(plan.settings().training().seed());
    Mask mask = plan.settings().sparsity().method().method().first(plan.masks(), seed);
    float[] values = Initialization.values(plan.train().network(), mask.patterns(), seed);
    return new RunState(0, 0, mask, values, outer.start(values.length));
  }
}
