package io.gossamer.masks.method;

import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;

/**
 * Keeps the connections whose removal would change the loss most, to first order: {@code |w * dL/dw|}, gradients summed
 * over shards with their signs first. Weights alone are scored, and the scored weights are trained. Source: Lee et al.
 * 2019, SNIP, equations 4 to 6 (methods.md B4, golden F15).
 */
final class Snip extends AtInitialization {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence) {
    return Scores.GRADIENT.of(now.mask(), now.values(), evidence, now.seed());
  }
}
