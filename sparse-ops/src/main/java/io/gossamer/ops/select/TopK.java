package io.gossamer.ops.select;

/**
 * Exactly the k entries of largest absolute value; among equals the lower position wins. Two radix passes over the
 * ordered bit pattern of the absolute value find the threshold, so the cost is linear and no copy is sorted.
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
    Threshold threshold = threshold(values, from, length, k);
    int ties = threshold.ties();
    int n = 0;
    for (int p = 0; p < length; p++) {
      int key = key(values[from + p]);
      if (key > threshold.key() || key == threshold.key() && ties-- > 0) {
        kept[n++] = p;
      }
    }
    return kept;
  }

  /** Bits of the absolute value: their integer order is the order of the floats. */
  private static int key(float value) {
    return Float.floatToRawIntBits(value) & 0x7fffffff;
  }

  /** The k-th largest key, and how many entries equal to it are kept. */
  private record Threshold(int key, int ties) {}

  private static Threshold threshold(float[] values, int from, int length, int k) {
    int[] counts = new int[BUCKETS];
    for (int p = from; p < from + length; p++) {
      counts[key(values[p]) >>> 16]++;
    }
    int high = BUCKETS - 1;
    int left = k;
    while (counts[high] < left) {
      left -= counts[high--];
    }
    int[] lowCounts = new int[BUCKETS];
    for (int p = from; p < from + length; p++) {
      int key = key(values[p]);
      if (key >>> 16 == high) {
        lowCounts[key & 0xffff]++;
      }
    }
    int low = BUCKETS - 1;
    while (lowCounts[low] < left) {
      left -= lowCounts[low--];
    }
    return new Threshold(high << 16 | low, left);
  }
}
