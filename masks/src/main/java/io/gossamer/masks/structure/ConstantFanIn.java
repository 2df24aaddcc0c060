package io.gossamer.masks.structure;

import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;

/**
 * Every output keeps the same number of inputs, at least one; what does not divide is left out. Source: Lasby et al.
 * 2024, SRigL (methods.md B14).
 */
record ConstantFanIn() implements MaskStructure {
  @Override
  public int count(LayerShape shape, int asked) {
    return shape.out() * Math.min(shape.in(), Math.max(1, asked / shape.out()));
  }

  @Override
  public Pattern keep(Pattern from, double[] scores, int at, int count) {
    return Rows.bestOfEach(from, scores, at, from.rowStarts(), row -> count / from.out());
  }
}
