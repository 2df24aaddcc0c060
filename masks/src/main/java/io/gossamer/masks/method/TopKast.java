package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.rule.KeepLargest;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.select.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Always sparse: the network computes with the largest stored weights, and more are stored than that, which take
 * gradients and may become large. Source: Jayakumar et al. 2020. The authors keep every weight of the dense model in
 * memory, and one that was never stored has its first random value; here nothing is stored outside the mask, so at each
 * round the smallest stored weights make room for random places that start at zero.
 */
final class TopKast extends StoredThenCut {
  @Override
  double end(MaskPlan plan) {
    return plan.settings().topkast().end();
  }

  @Override
  LocalRule rule(MaskPlan plan, long until) {
    TopKastSettings settings = plan.settings().topkast();
    List<Integer> counts = counts(plan);
    List<Double> densities = new ArrayList<>();
    for (int l = 0; l < counts.size(); l++) {
      densities.add(counts.get(l) / (double) plan.shapes().get(l).places());
    }
    return new KeepLargest(counts, densities, settings.penalty(), settings.every(), until);
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    int[] counts = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      long stored = Math.round(counts[l] * plan.settings().topkast().stored());
      counts[l] = Math.toIntExact(Math.min(plan.shapes().get(l).places(), stored));
    }
    return counts;
  }

  @Override
  MaskOutcome explore(MaskPlan plan, MaskMoment now) {
    List<Pattern> patterns = new ArrayList<>();
    int[] counts = finalCounts(plan);
    for (int l = 0; l < counts.length; l++) {
      Pattern pattern = now.mask().patterns().get(l);
      int swapped = (int) (plan.settings().topkast().swap() * (pattern.nnz() - counts[l]));
      swapped = (int) Math.min(swapped, (long) pattern.out() * pattern.in() - pattern.nnz());
      patterns.add(swap(pattern, now.values(), now.mask().weightsAt(l), swapped, now.seed().child("topkast", l)));
    }
    Mask next = new Mask(now.mask().version() + 1, now.mask().layers(), patterns);
    return MaskOutcome.move(now.mask(), next, now.memory());
  }

  /** The smallest weights go, as many places that were not stored come. */
  private static Pattern swap(Pattern pattern, float[] values, int at, int count, Seed seed) {
    if (count == 0) {
      return pattern;
    }
    int[] places = Patterns.flat(pattern);
    BitSet stored = new BitSet();
    Arrays.stream(places).forEach(stored::set);
    BitSet next = new BitSet();
    for (int k : TopK.largestMagnitudes(values, at, places.length, places.length - count)) {
      next.set(places[k]);
    }
    Seed.Stream draws = seed.stream();
    int all = pattern.out() * pattern.in();
    for (int drawn = 0; drawn < count; ) {
      int place = draws.nextInt(all);
      if (!stored.get(place)) {
        stored.set(place);
        next.set(place);
        drawn++;
      }
    }
    return Patterns.ofFlat(pattern.out(), pattern.in(), next.stream().toArray());
  }

  @Override
  public void check(MaskPlan plan) {
    requireUnstructured(plan, "topkast", "sparsity.topkast.stored");
  }
}
