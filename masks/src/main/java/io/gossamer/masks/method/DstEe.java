package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.List;

/**
 * Drops by magnitude and grows by gradient plus a bonus for what was seldom tried: {@code |g| + c * ln(t) / (N + eps)},
 * t the number of this change, N the changes after which the place was kept. Source: Huang et al. 2023, DST-EE,
 * equation 3 (methods.md B13, golden F21).
 */
final class DstEe extends DropAndGrow {
  private static final String CHANGES = "dst-ee.changes";
  private static final String ACTIVE = "dst-ee.active.";

  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts) {
    ExplorationSettings settings = plan.settings().exploration();
    double log = StrictMath.log(changes(now.memory()) + 1);
    int[][] active = active(now);
    return evidence.largest(Search.byLayer(Measure.GRADIENT, except, counts,
        (l, place) -> bonus(settings, log, active[l][place])));
  }

  static double bonus(ExplorationSettings settings, double log, int active) {
    return settings.weight() * log / (active + settings.epsilon());
  }

  private static int changes(MaskMemory memory) {
    return memory.has(CHANGES) ? memory.ints(CHANGES)[0] : 0;
  }

  /** Changes after which each place was kept; the first mask counts as one. */
  private static int[][] active(MaskMoment now) {
    int[][] active = new int[now.mask().patterns().size()][];
    for (int l = 0; l < active.length; l++) {
      String name = ACTIVE + now.mask().layers().get(l);
      Pattern pattern = now.mask().patterns().get(l);
      if (now.memory().has(name)) {
        active[l] = now.memory().ints(name);
      } else {
        active[l] = new int[pattern.out() * pattern.in()];
        count(pattern, active[l]);
      }
    }
    return active;
  }

  private static void count(Pattern kept, int[] active) {
    for (int place : Patterns.flat(kept)) {
      active[place]++;
    }
  }

  @Override
  MaskMemory remember(MaskPlan plan, MaskMoment now, Mask next) {
    MaskMemory memory = now.memory().with(CHANGES, new int[] {changes(now.memory()) + 1});
    int[][] active = active(now);
    for (int l = 0; l < active.length; l++) {
      int[] counted = active[l].clone();
      count(next.patterns().get(l), counted);
      memory = memory.with(ACTIVE + next.layers().get(l), counted);
    }
    return memory;
  }
}
