package io.gossamer.masks.method;

import io.gossamer.masks.rule.LocalRule;
import io.gossamer.masks.rule.SoftThreshold;

/**
 * Soft thresholds that each layer learns, without a leak: the thresholds' own decay raises them, the loss holds against
 * it. The balance decides the sparsity, which cannot be asked for; what is missing or too much is mended at the cut.
 * Source: Kusupati et al. 2020 (methods.md B18). There s decays by the optimiser's weight decay and learning rate; here
 * by a number of powers of e over its time, so that neither setting can keep the method from pruning.
 */
final class Str extends StoredThenCut {
  @Override
  double end(MaskPlan plan) {
    return plan.settings().str().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    return new SoftThreshold(plan.settings().str().start(), 0, plan.settings().str().decay(), until);
  }
}
