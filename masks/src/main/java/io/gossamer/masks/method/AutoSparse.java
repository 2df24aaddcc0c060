package io.gossamer.masks.method;

import io.gossamer.masks.rule.LocalRule;
import io.gossamer.masks.rule.SoftThreshold;

/**
 * Soft thresholds that each layer learns, with a leak of gradient to weights below them that is annealed to nothing, so
 * that early choices can be taken back and late ones stand. The thresholds do not decay. The loss decides the sparsity;
 * the cut makes it the asked one. Source: Kundu et al. 2023 (methods.md B17), one threshold a layer, the leak's factor
 * on its first value (a public reimplementation multiplies again every epoch).
 */
final class AutoSparse extends StoredThenCut {
  @Override
  double end(MaskPlan plan) {
    return plan.settings().autosparse().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    return new SoftThreshold(plan.settings().autosparse().start(), plan.settings().autosparse().leak(), 0, until);
  }
}
