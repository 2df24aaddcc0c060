package io.gossamer.masks.method;

import io.gossamer.masks.rule.HyperbolicPull;
import io.gossamer.masks.rule.LocalRule;

/**
 * A pull that grows over time and bends where the final count cuts: weights below are drawn to zero, those above left
 * alone, so that the cut changes little. Source: Glandorf et al. 2023 (methods.md B19). The authors stop when a window
 * of pruned copies is as accurate on the training rows as the dense model; here the time is a setting.
 */
final class HyperSparse extends StoredThenCut {
  @Override
  double end(MaskPlan plan) {
    return plan.settings().hypersparse().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    HyperSparseSettings settings = plan.settings().hypersparse();
    return new HyperbolicPull(counts(plan), settings.start(), settings.growth(), until);
  }
}
