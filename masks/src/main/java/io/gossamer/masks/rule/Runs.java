package io.gossamer.masks.rule;

import io.gossamer.ops.pattern.Pattern;

/**
 * The largest weights of every run of {@code m} consecutive inputs of an output. A layer of c kept weights out of P
 * places gives the run that covers the places [a, b), counted row by row, exactly {@code floor(c b / P) - floor(c a /
 * P)}: N of M where the numbers divide, else N or N + 1, and always c in all. Among equals the lower input is kept.
 */
final class Runs {
  private final Pattern pattern;
  private final int[] byRow;
  private final int[] starts;
  private final int[] quotas;
  private int runs;
  private int longest;
  private long kept = -1;

  /** The absolute weights of one run; -1 once chosen. */
  private final float[] sizes;

  /**
   * Runs that are not cut yet.
   *
   * @param byRow where in the array of values each position of the pattern lies
   * @param shortest the least m that it will be cut into
   */
  Runs(Pattern pattern, int[] byRow, int shortest) {
    this.pattern = pattern;
    this.byRow = byRow;
    int most = Math.min(pattern.nnz(), pattern.out() * ((pattern.in() + shortest - 1) / shortest));
    this.starts = new int[most + 1];
    this.quotas = new int[most];
    this.sizes = new float[pattern.in()];
  }

  /** Into runs of {@code m} that keep {@code count} in all; does nothing where it is cut so already. */
  void cut(int m, long count) {
    if (m == longest && count == kept) {
      return;
    }
    longest = m;
    kept = count;
    runs = 0;
    long places = (long) pattern.out() * pattern.in();
    int[] column = pattern.columns();
    for (int o = 0; o < pattern.out(); o++) {
      long row = (long) o * pattern.in();
      int end = pattern.rowStarts()[o + 1];
      for (int k = pattern.rowStarts()[o]; k < end; ) {
        int first = column[k] / m * m;
        int last = Math.min(pattern.in(), first + m);
        quotas[runs] = (int) (count * (row + last) / places - count * (row + first) / places);
        starts[runs++] = k;
        while (k < end && column[k] < last) {
          k++;
        }
      }
    }
    starts[runs] = pattern.nnz();
  }

  /** Sets the factors of the kept places, which lie where their values do, to 1. */
  void choose(float[] values, float[] factors) {
    for (int r = 0; r < runs; r++) {
      int from = starts[r];
      int length = starts[r + 1] - from;
      if (quotas[r] > 0) {
        for (int n = 0; n < length; n++) {
          sizes[n] = Math.abs(values[byRow[from + n]]);
        }
      }
      // One after the other: runs are short and quotas small.
      for (int n = 0; n < Math.min(quotas[r], length); n++) {
        int largest = largest(length);
        factors[byRow[from + largest]] = 1f;
        sizes[largest] = -1;
      }
    }
  }

  /** Of those that are not chosen yet. */
  private int largest(int length) {
    int best = 0;
    for (int n = 1; n < length; n++) {
      if (sizes[n] > sizes[best]) {
        best = n;
      }
    }
    return best;
  }
}
