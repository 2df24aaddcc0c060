package io.gossamer.masks.method;

import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;

/**
 * Keeps the largest first values. The weakest of the ways to prune at initialisation, and the yardstick of the others.
 * Source: Frankle et al. 2021, "Pruning neural networks at initialization" (methods.md B2).
 */
final class Magnitude extends AtInitialization {
  @Override
  double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence) {
    return Scores.MAGNITUDE.of(now.mask(), now.values(), evidence, now.seed());
  }
}
