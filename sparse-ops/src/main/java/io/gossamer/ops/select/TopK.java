package io.gossamer.ops.select;

/**
 * Exactly the k largest or smallest entries; among equals the lower position is chosen. Radix passes over bit patterns
 * whose order is that of the numbers find the threshold, so the cost is linear and no copy is sorted.
 */
public final class TopK {
  private static final int BUCKETS = 1 << 16;

  private TopK() {}

  /**
   * Positions, relative to {@code from} and ascending, of the {@code k} largest {@code |values|} in the window. NaN
   * counts as larger than infinity.
   *
   * @throws IllegalArgumentException unless {@code 0 <= k <= length}
   */
  public static int[] largestMagnitudes(float[] values, int from, int length, int k) {
    if (k < 0 || k > length) {
      throw new IllegalArgumentException("cannot keep " + k + " of " + length + " values");
    }
    int[] kept = new int[k];
    if (k == 0) {
      return kept;
    }
    MagnitudeCut cut = new MagnitudeCut();
    cut.find(values, from, length, k);
    int n = 0;
    for (int p = 0; p < length; p++) {
      if (cut.keeps(values[from + p])) {
        kept[n++] = p;
      }
    }
    return kept;
  }

  /**
   * Positions, relative to {@code from} and ascending, of the {@code k} largest scores in the window. NaN counts as
   * larger than infinity; the two zeros are equal.
   *
   * @throws IllegalArgumentException unless {@code 0 <= k <= length}
   */
  public static int[] largest(double[] scores, int from, int length, int k) {
    return choose(scores, from, length, k, 0);
  }

  /** As {@link #largest}, of the {@code k} smallest; again the lower position is chosen among equals. */
  public static int[] smallest(double[] scores, int from, int length, int k) {
    return choose(scores, from, length, k, -1);
  }

  private static int[] choose(double[] scores, int from, int length, int k, long flip) {
    if (k < 0 || k > length) {
      throw new IllegalArgumentException("cannot choose " + k + " of " + length + " scores");
    }
    int[] chosen = new int[k];
    if (k == 0) {
      return chosen;
    }
    long prefix = 0;
    int left = k;
    for (int shift = 48; shift >= 0; shift -= 16) {
      int[] counts = new int[BUCKETS];
      for (int p = from; p < from + length; p++) {
        long key = order(scores[p]) ^ flip;
        if (shift == 48 || key >>> shift + 16 == prefix) {
          counts[(int) (key >>> shift & 0xffff)]++;
        }
      }
      int bucket = BUCKETS - 1;
      while (counts[bucket] < left) {
        left -= counts[bucket--];
      }
      prefix = prefix << 16 | bucket;
    }
    int n = 0;
    for (int p = 0; p < length; p++) {
      long key = order(scores[from + p]) ^ flip;
      int compared = Long.compareUnsigned(key, prefix);
      if (compared > 0 || compared == 0 && left-- > 0) {
        chosen[n++] = p;
      }
    }
    return chosen;
  }

  /** Bits whose unsigned order is that of the numbers. */
  private static long order(double score) {
    long bits = Double.doubleToLongBits(score + 0.0);
    return bits < 0 ? ~bits : bits ^ Long.MIN_VALUE;
  }
}
