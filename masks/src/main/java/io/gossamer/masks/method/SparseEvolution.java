package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Drops, in each layer, the same share of the smallest positive and of the largest negative weights, and grows as many
 * at random. Source: Mocanu et al. 2018, SET, algorithm 1 (methods.md B8); grown weights start at zero like everywhere
 * here, not at N(0, 0.01).
 */
final class SparseEvolution extends DropAndGrow {
  @Override
  Mask keep(MaskPlan plan, MaskMoment now, int[] drops) {
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < drops.length; l++) {
      Pattern pattern = now.mask().patterns().get(l);
      double share = pattern.nnz() == 0 ? 0 : drops[l] / (double) pattern.nnz();
      patterns.add(Patterns.keep(pattern, kept(now.values(), now.mask().weightsAt(l), pattern.nnz(), share)));
    }
    return new Mask(now.mask().version() + 1, now.mask().layers(), patterns);
  }

  private static int[] kept(float[] values, int at, int nnz, double share) {
    boolean[] gone = new boolean[nnz];
    for (boolean negative : new boolean[] {false, true}) {
      int[] ofSign = new int[nnz];
      double[] sizes = new double[nnz];
      int n = 0;
      for (int p = 0; p < nnz; p++) {
        if (values[at + p] < 0 == negative) {
          sizes[n] = Math.abs(values[at + p]);
          ofSign[n++] = p;
        }
      }
      for (int p : TopK.smallest(sizes, 0, n, (int) (share * n))) {
        gone[ofSign[p]] = true;
      }
    }
    int[] kept = new int[nnz];
    int n = 0;
    for (int p = 0; p < nnz; p++) {
      if (!gone[p]) {
        kept[n++] = p;
      }
    }
    return Arrays.copyOf(kept, n);
  }

  @Override
  int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts) {
    int[][] grown = new int[counts.length][];
    for (int l = 0; l < counts.length; l++) {
      grown[l] = Places.random(except.get(l), counts[l], now.seed().child("grow", l));
    }
    return grown;
  }
}
