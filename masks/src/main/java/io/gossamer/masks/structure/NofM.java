package io.gossamer.masks.structure;

import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;
import java.util.Arrays;

/**
 * Of every {@code of} consecutive inputs an output keeps the same number: {@code kept}, or more where the sparsity asks
 * for more. A last, shorter run keeps as many if it has them. Source: Zhou et al. 2021 (methods.md B16).
 */
record NofM(int kept, int of) implements MaskStructure {
  @Override
  public int count(LayerShape shape, int asked) {
    int best = Math.max(kept, (int) ((long) asked * of / Math.max(1, shape.places())));
    return count(shape, best, of);
  }

  private static int count(LayerShape shape, int each, int of) {
    return shape.out() * (shape.in() / of * each + Math.min(each, shape.in() % of));
  }

  @Override
  public Pattern keep(Pattern from, double[] scores, int at, int count) {
    LayerShape shape = new LayerShape("", from.out(), from.in());
    int each = kept;
    while (each < of && count(shape, each, of) < count) {
      each++;
    }
    int best = each;
    return Rows.bestOfEach(from, scores, at, runs(from), run -> best);
  }

  /** Where each run of inputs starts among the positions. */
  private int[] runs(Pattern from) {
    int[] starts = new int[from.nnz() + 2];
    int count = 0;
    int[] column = from.columns();
    for (int o = 0; o < from.out(); o++) {
      for (int k = from.rowStarts()[o]; k < from.rowStarts()[o + 1]; k++) {
        if (k == from.rowStarts()[o] || column[k] / of != column[k - 1] / of) {
          starts[count++] = k;
        }
      }
    }
    starts[count++] = from.nnz();
    return Arrays.copyOf(starts, count);
  }
}
