package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.masks.rule.NofM;
import io.gossamer.ops.pattern.Pattern;
import java.util.ArrayList;
import java.util.List;

/**
 * N of every M consecutive inputs, chosen anew in every step, frozen at the end. N follows from the count of the layer:
 * where the numbers divide (uniform allocation, sparsity 0.5, M 4: two of four) it is the same everywhere, else N or N
 * + 1, so that the count is exact. Sources: {@link NofM}.
 */
final class NofMMethod extends StoredThenCut {
  /** The shortest run that is chosen where none is asked for. */
  private static final int SHORTEST = 4;

  @Override
  double end(MaskPlan plan) {
    return plan.settings().nm().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    NofMSettings settings = plan.settings().nm();
    return new NofM(counts(plan), lengths(plan), settings.flow(), settings.lambda(), until);
  }

  private List<Integer> lengths(MaskPlan plan) {
    List<Integer> lengths = new ArrayList<>();
    int[] counts = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      int asked = plan.settings().nm().m();
      lengths.add(asked > 0 ? asked : length(plan.shapes().get(l), counts[l]));
    }
    return lengths;
  }

  /** The smallest power of two, at least 4, of which one weight is kept. */
  static int length(LayerShape shape, int count) {
    int length = SHORTEST;
    while (length < shape.in() && (long) count * length < shape.places()) {
      length *= 2;
    }
    return length;
  }

  @Override
  Mask cut(MaskPlan plan, MaskMoment now, Evidence evidence) {
    List<Pattern> patterns = new ArrayList<>();
    List<Integer> lengths = lengths(plan);
    int[] counts = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      patterns.add(NofM.pattern(
          now.mask().patterns().get(l), lengths.get(l), counts[l], now.values(), now.mask().weightsAt(l)));
    }
    return new Mask(now.mask().version() + 1, now.mask().layers(), patterns);
  }

  @Override
  public void check(MaskPlan plan) {
    requireUnstructured(plan, "nm", "sparsity.nm.m");
  }
}
