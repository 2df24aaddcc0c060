package io.gossamer.masks.method;

import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.pattern.Pattern;
import java.util.List;

/**
 * Drops the smallest magnitudes of each layer and grows where the gradient of the loss is largest. Source: Evci et al.
 * 2020, RigL, section 3 and algorithm 1; places dropped in this step are eligible, as in the authors' code (methods.md
 * B9, golden F4).
 */
final class RigL extends DropAndGrow {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts) {
    return evidence.largest(Search.byLayer(Measure.GRADIENT, except, counts));
  }
}
