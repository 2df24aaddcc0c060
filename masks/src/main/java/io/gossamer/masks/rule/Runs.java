package io.gossamer.masks.rule;

import io.gossamer.ops.pattern.Pattern;

/**
 * The largest weights of every run of {@code m} consecutive inputs of an output. A layer of c kept weights out of P
 * places gives the run that covers the places [a, b), counted row by row, exactly {@code floor(c b / P) - floor(c a /
 * P)}: N of M where the numbers divide, else N or N + 1, and always c in all. Among equals the lower input is kept.
 */
final class Runs {
  private Runs() {}

  /**
   * Marks the kept places.
   *
   * @param byRow where in {@code values} each position of the pattern lies
   * @param inside set for every place of the layer, at its place in {@code values}
   */
  static void choose(Pattern pattern, int m, long count, float[] values, int[] byRow, boolean[] inside) {
    long places = (long) pattern.out() * pattern.in();
    int[] column = pattern.columns();
    for (int o = 0; o < pattern.out(); o++) {
      int end = pattern.rowStarts()[o + 1];
      for (int k = pattern.rowStarts()[o]; k < end; ) {
        int first = column[k] / m * m;
        int last = Math.min(pattern.in(), first + m);
        int from = k;
        while (k < end && column[k] < last) {
          k++;
        }
        long row = (long) o * pattern.in();
        int quota = (int) (count * (row + last) / places - count * (row + first) / places);
        largest(values, byRow, from, k, quota, inside);
      }
    }
  }

  /** By picking the largest one after the other: runs are short and quotas small. */
  private static void largest(float[] values, int[] byRow, int from, int to, int quota, boolean[] inside) {
    for (int k = from; k < to; k++) {
      inside[byRow[k]] = quota >= to - from;
    }
    for (int n = 0; n < quota && quota < to - from; n++) {
      int best = -1;
      float most = -1;
      for (int k = from; k < to; k++) {
        float size = Math.abs(values[byRow[k]]);
        if (size > most && !inside[byRow[k]]) {
          most = size;
          best = k;
        }
      }
      if (best >= 0) {
        inside[byRow[best]] = true;
      }
    }
  }
}
