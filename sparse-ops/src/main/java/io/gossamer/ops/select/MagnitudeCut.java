package io.gossamer.ops.select;

import java.util.Arrays;

/**
 * The cut between the k entries of largest absolute value and the others; among equals the lower position is kept. Two
 * radix passes over the ordered bit pattern of the absolute value find it, so the cost is linear and no copy is sorted.
 * Allocates nothing once it is made; not for several threads.
 */
public final class MagnitudeCut {
  private static final int BUCKETS = 1 << 16;

  private final int[] counts = new int[BUCKETS];
  private int key;
  private int ties;

  /**
   * Finds the cut among {@code values[from .. from + length)}. NaN counts as larger than infinity.
   *
   * @throws IllegalArgumentException unless {@code 0 <= k <= length}
   */
  public void find(float[] values, int from, int length, int k) {
    if (k < 0 || k > length) {
      throw new IllegalArgumentException("cannot keep " + k + " of " + length + " values");
    }
    ties = 0;
    key = Integer.MAX_VALUE;
    if (k == 0) {
      return;
    }
    Arrays.fill(counts, 0);
    for (int p = from; p < from + length; p++) {
      counts[key(values[p]) >>> 16]++;
    }
    int left = k;
    int high = bucket(left);
    left -= above(high);
    Arrays.fill(counts, 0);
    for (int p = from; p < from + length; p++) {
      int bits = key(values[p]);
      if (bits >>> 16 == high) {
        counts[bits & 0xffff]++;
      }
    }
    int low = bucket(left);
    ties = left - above(low);
    key = high << 16 | low;
  }

  /** The highest bucket that, with all above it, holds {@code count} entries. */
  private int bucket(int count) {
    int bucket = BUCKETS - 1;
    for (int left = count; counts[bucket] < left; bucket--) {
      left -= counts[bucket];
    }
    return bucket;
  }

  private int above(int bucket) {
    int sum = 0;
    for (int b = bucket + 1; b < BUCKETS; b++) {
      sum += counts[b];
    }
    return sum;
  }

  /** Whether a value is kept. Must be asked once for each value of the range, in order: equals are kept in turn. */
  public boolean keeps(float value) {
    int bits = key(value);
    return bits > key || bits == key && ties-- > 0;
  }

  /** The smallest magnitude that is kept; NaN where nothing is. */
  public float magnitude() {
    return Float.intBitsToFloat(key);
  }

  /** Bits of the absolute value: their integer order is the order of the floats. */
  private static int key(float value) {
    return Float.floatToRawIntBits(value) & 0x7fffffff;
  }
}
