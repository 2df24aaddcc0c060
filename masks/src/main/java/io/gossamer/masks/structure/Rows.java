package io.gossamer.masks.structure;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.function.IntUnaryOperator;

/** Chooses within runs of positions that follow each other. */
final class Rows {
  private Rows() {}

  /**
   * Keeps in every run of positions the best {@code kept(run)} scores.
   *
   * @param starts first position of each run, and one past the last
   */
  static Pattern bestOfEach(
      Pattern from, double[] scores, int at, int[] starts, IntUnaryOperator kept) {
    int[] all = new int[from.nnz()];
    int n = 0;
    for (int run = 0; run + 1 < starts.length; run++) {
      int length = starts[run + 1] - starts[run];
      for (int p : Unstructured.kept(scores, at + starts[run], length, Math.min(length, kept.applyAsInt(run)))) {
        all[n++] = starts[run] + p;
      }
    }
    return Patterns.keep(from, java.util.Arrays.copyOf(all, n));
  }
}
