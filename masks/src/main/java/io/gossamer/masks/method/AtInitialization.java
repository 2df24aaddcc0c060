package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;

/** Pruning before training: from the full network with its first values to the mask of the largest scores. */
abstract class AtInitialization implements MaskMethod {
  /** One number a place of the full mask, larger for what should stay. */
  abstract double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence);

  /** Who competes with whom. */
  InitialSettings.Extent extent(MaskPlan plan) {
    return plan.settings().initial().scope();
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    return plan.fullCounts();
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    if (now.step().round() > 0) {
      return MaskOutcome.stay(now.memory());
    }
    Mask next = Cut.to(plan, extent(plan), now.mask(), scores(plan, now, evidence), finalCounts(plan));
    return MaskOutcome.move(now.mask(), next, now.memory()).redrawn(plan.settings().initial().redraw());
  }
}
