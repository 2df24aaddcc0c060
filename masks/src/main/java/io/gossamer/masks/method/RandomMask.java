package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Places drawn at random before training, kept for good. The exact count per layer comes from the allocation. Source:
 * Liu et al. 2022, "The unreasonable effectiveness of random pruning" (methods.md B1).
 */
final class RandomMask implements MaskMethod {
  @Override
  public Mask first(MaskPlan plan, Seed seed) {
    return draw(plan, firstCounts(plan), seed);
  }

  @Override
  public Optional<Mask> next(MaskPlan plan, Mask mask, float[] values, MaskStep step) {
    return Optional.empty();
  }

  /** A first mask with the given counts, every choice of places equally likely. */
  static Mask draw(MaskPlan plan, int[] counts, Seed seed) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < counts.length; l++) {
      LayerShape shape = plan.shapes().get(l);
      patterns.add(Patterns.random(shape.out(), shape.in(), counts[l], seed.child("mask", l)));
    }
    return new Mask(0, plan.layers(), patterns);
  }
}
