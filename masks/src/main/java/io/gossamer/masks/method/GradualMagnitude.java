package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.schedule.CubicSchedule;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.select.TopK;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Drops the weights of smallest magnitude, layer by layer, along a cubic rise of sparsity. Each layer falls from its
 * share of the initial sparsity to its share of the final one, so that no layer ever has to grow. Dropped places never
 * return: only nonzero values are stored, so there is nothing to revive. Source: Zhu and Gupta 2017 (methods.md B3).
 */
final class GradualMagnitude implements MaskMethod {
  @Override
  public Mask first(MaskPlan plan, Seed seed) {
    return RandomMask.draw(plan, firstCounts(plan), seed);
  }

  @Override
  public Optional<Mask> next(MaskPlan plan, Mask mask, float[] values, MaskStep step) {
    CubicSchedule schedule = schedule(plan);
    if (step.round() % plan.gradual().every() != 0 && step.step() < schedule.end()) {
      return Optional.empty();
    }
    int[] counts = counts(plan, schedule.at(step.step()));
    List<Pattern> patterns = new ArrayList<>();
    boolean moved = false;
    for (int l = 0; l < counts.length; l++) {
      Pattern pattern = mask.patterns().get(l);
      boolean drops = counts[l] < pattern.nnz();
      patterns.add(drops ? strongest(pattern, values, mask.weightsAt(l), counts[l]) : pattern);
      moved |= drops;
    }
    return moved ? Optional.of(new Mask(mask.version() + 1, plan.layers(), patterns)) : Optional.empty();
  }

  private static Pattern strongest(Pattern pattern, float[] values, int at, int count) {
    return Patterns.keep(pattern, TopK.largestMagnitudes(values, at, pattern.nnz(), count));
  }

  /** Progress from 0 to 1 along the cubic curve, applied to every layer's count. */
  private static CubicSchedule schedule(MaskPlan plan) {
    long start = (long) Math.floor(plan.gradual().start() * plan.totalSteps());
    long end = (long) Math.ceil(plan.gradual().end() * plan.totalSteps());
    return new CubicSchedule(0, 1, start, end);
  }

  private int[] counts(MaskPlan plan, double progress) {
    int[] from = firstCounts(plan);
    int[] to = finalCounts(plan);
    int[] counts = new int[to.length];
    for (int l = 0; l < counts.length; l++) {
      counts[l] = to[l] + (int) Math.round((from[l] - to[l]) * (1 - progress));
    }
    return counts;
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    int[] counts = plan.allocation().shared().counts(Math.min(plan.gradual().initial(), plan.sparsity()));
    int[] last = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      counts[l] = Math.max(counts[l], last[l]);
    }
    return counts;
  }
}
