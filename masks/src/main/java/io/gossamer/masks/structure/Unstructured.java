package io.gossamer.masks.structure;

import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.select.TopK;
import java.util.Arrays;

/** Any places. */
record Unstructured() implements MaskStructure {
  @Override
  public int count(LayerShape shape, int asked) {
    return asked;
  }

  @Override
  public Pattern keep(Pattern from, double[] scores, int at, int count) {
    return count == from.nnz() ? from : Patterns.keep(from, kept(scores, at, from.nnz(), count));
  }

  /** Positions that stay when the smallest go, the lower of equals first. */
  static int[] kept(double[] scores, int from, int length, int count) {
    boolean[] gone = new boolean[length];
    for (int p : TopK.smallest(scores, from, length, length - count)) {
      gone[p] = true;
    }
    int[] kept = new int[count];
    int n = 0;
    for (int p = 0; p < length; p++) {
      if (!gone[p]) {
        kept[n++] = p;
      }
    }
    return Arrays.copyOf(kept, n);
  }

  @Override
  public Pattern random(LayerShape shape, int count, Seed seed) {
    return Patterns.random(shape.out(), shape.in(), count, seed);
  }
}
