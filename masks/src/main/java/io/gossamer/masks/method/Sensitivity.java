package io.gossamer.masks.method;

import io.gossamer.masks.rule.InsensitiveDecay;
import io.gossamer.masks.rule.LocalRule;

/**
 * Weights decay where the loss does not feel them, then the largest are kept. Source: Tartaglione et al. 2022; the
 * authors prune by a threshold whenever the loss stands still, here once, to the asked count.
 */
final class Sensitivity extends StoredThenCut {
  @Override
  double end(MaskPlan plan) {
    return plan.settings().sensitivity().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    return new InsensitiveDecay(
        plan.settings().sensitivity().strength(), plan.settings().sensitivity().relative(), until);
  }
}
