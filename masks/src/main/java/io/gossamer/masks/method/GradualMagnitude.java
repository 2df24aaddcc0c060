package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;

/**
 * Drops the weights of smallest magnitude, layer by layer, along a rise of sparsity. Each layer falls from its share of
 * the initial sparsity to its share of the final one. Dropped places never return: only nonzero values are stored, so
 * there is nothing to revive. Source: Zhu and Gupta 2017 (methods.md B3).
 */
final class GradualMagnitude implements MaskMethod {
  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    Rise rise = Rise.of(plan);
    if (now.step().round() == 0 || !rise.interval().isDue(now.step().round(), now.step().step())) {
      return MaskOutcome.stay(now.memory());
    }
    double[] scores = Scores.MAGNITUDE.of(now.mask(), now.values(), evidence, now.seed());
    Mask next = Pruning.byLayer(now.mask(), scores, rise.at(now.step().step()), plan.structure());
    return MaskOutcome.move(now.mask(), next, now.memory());
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    return Rise.of(plan).first();
  }
}
