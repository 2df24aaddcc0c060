package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;

/**
 * Draws several random masks, trains each for a few steps from fresh values, and goes on with the one of least training
 * loss. Source: Lieberwirth et al. 2023, "Random search as a baseline for sparse neural network architecture search",
 * with the trial cut short.
 */
final class RandomSearch implements MaskMethod {
  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    if (now.step().round() > 0) {
      return MaskOutcome.stay(now.memory());
    }
    InitialSettings settings = plan.settings().initial();
    Mask best = null;
    double least = Double.POSITIVE_INFINITY;
    for (int c = 0; c < settings.candidates(); c++) {
      Mask drawn = plan.random(finalCounts(plan), now.seed().child("candidate", c));
      Mask candidate = new Mask(now.mask().version() + 1, drawn.layers(), drawn.patterns());
      double loss = evidence.trialLoss(candidate, settings.trialSteps());
      if (best == null || loss < least) {
        best = candidate;
        least = loss;
      }
    }
    return MaskOutcome.move(now.mask(), best, now.memory()).redrawn(true);
  }
}
