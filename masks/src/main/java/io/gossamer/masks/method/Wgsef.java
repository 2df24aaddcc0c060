package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.rule.GroupEnvelope;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * Proximal steps on the sparse envelope of groups of weights, then the groups of largest norm per weight are kept, the
 * last of them in part where the count asks for it. Source: Refael et al. 2023 (methods.md B27).
 */
final class Wgsef extends StoredThenCut {
  @Override
  double end(MaskPlan plan) {
    return plan.settings().wgsef().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    return new GroupEnvelope(counts(plan), plan.settings().wgsef().size(), plan.settings().wgsef().strength(), until);
  }

  @Override
  Mask cut(MaskPlan plan, MaskMoment now, Evidence evidence) {
    List<Pattern> patterns = new ArrayList<>();
    int[] counts = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      patterns.add(GroupEnvelope.pattern(
          now.mask().patterns().get(l), plan.settings().wgsef().size(), counts[l], now.values(),
          now.mask().weightsAt(l)));
    }
    return new Mask(now.mask().version() + 1, now.mask().layers(), patterns);
  }

  @Override
  public void check(MaskPlan plan) {
    requireUnstructured(plan, "wgsef", "sparsity.wgsef.size");
  }
}
