package io.gossamer.masks.method;

import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;

/**
 * Keeps what the flow of gradients needs: removes the weights with the largest {@code -w * (H g)}, whose removal hurts
 * the norm of the gradient least or even helps it. Logits are divided by {@code sparsity.evidence.temperature}; the
 * Hessian is multiplied by differences of gradients. Source: Wang et al. 2020, GraSP, equation 8 and algorithm 1, and
 * the authors' sign (methods.md B5, golden F16).
 */
final class Grasp extends AtInitialization {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence) {
    double[] scores = evidence.atKept(Measure.HESSIAN_GRADIENT);
    for (int p = 0; p < scores.length; p++) {
      scores[p] *= now.values()[p];
    }
    return scores;
  }
}
