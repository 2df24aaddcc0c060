package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.schedule.Curve;

/**
 * Keeps the weights through which most flows, without looking at data; prunes in many rounds, each the same share of
 * what is left, because what flows through a weight depends on which others are there. Source: Tanaka et al. 2020,
 * SynFlow, algorithm 1 (methods.md B6, golden F2, F5).
 */
final class SynFlow extends AtInitialization {
  @Override
  double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence) {
    int rounds = plan.settings().initial().flowRounds();
    int[] last = finalCounts(plan);
    float[] left = now.values().clone();
    double[] scores = flow(evidence, left);
    for (int round = 1; round < rounds; round++) {
      int[] counts = new int[last.length];
      for (int l = 0; l < counts.length; l++) {
        int full = now.mask().patterns().get(l).nnz();
        counts[l] = (int) Math.round(Curve.EXPONENTIAL.at(full, last[l], round / (double) rounds));
      }
      Mask cut = Cut.to(plan, extent(plan), now.mask(), scores, plan.structured(counts));
      drop(now.mask(), cut, left);
      scores = flow(evidence, left);
    }
    return scores;
  }

  /** A dropped place is worth less than one through which nothing flows. */
  private static double[] flow(Evidence evidence, float[] left) {
    double[] flow = evidence.flow(left);
    for (int p = 0; p < flow.length; p++) {
      flow[p] = left[p] == 0 ? -1 : flow[p];
    }
    return flow;
  }

  private static void drop(Mask all, Mask kept, float[] values) {
    for (int l = 0; l < all.patterns().size(); l++) {
      boolean[] stays = Places.marked(kept.patterns().get(l));
      int at = all.weightsAt(l);
      int[] places = io.gossamer.ops.pattern.Patterns.flat(all.patterns().get(l));
      for (int p = 0; p < places.length; p++) {
        if (!stays[places[p]]) {
          values[at + p] = 0;
        }
      }
    }
  }
}
