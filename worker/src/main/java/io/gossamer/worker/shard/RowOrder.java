package io.gossamer.worker.shard;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.util.Arrays;

/** A total order of rows, by key and then by content: whoever arrives first, the result is the same. */
final class RowOrder {
  private static final int DIGIT = 8;
  private static final int DIGITS = 1 << DIGIT;

  private RowOrder() {}

  /** Positions of the keys from least to greatest, equal ones as they stand; a radix sort, 8 bytes a key on top. */
  static int[] ascending(long[] keys) {
    int[] order = new int[keys.length];
    for (int n = 0; n < order.length; n++) {
      order[n] = n;
    }
    int[] other = new int[keys.length];
    for (int shift = 0; shift < Long.SIZE; shift += DIGIT) {
      int[] start = new int[DIGITS + 1];
      for (long key : keys) {
        start[digit(key, shift) + 1]++;
      }
      for (int d = 0; d < DIGITS; d++) {
        start[d + 1] += start[d];
      }
      for (int n : order) {
        other[start[digit(keys[n], shift)]++] = n;
      }
      int[] sorted = other;
      other = order;
      order = sorted;
    }
    return order;
  }

  /** The sign bit is turned over, so that negative keys come first. */
  private static int digit(long key, int shift) {
    return (int) ((key ^ Long.MIN_VALUE) >>> shift) & DIGITS - 1;
  }

  /** Compares label, weight and features; both blocks must be packed alike. */
  static int compare(Rows a, int i, Rows b, int j) {
    int head = Float.compare(a.label(i), b.label(j));
    if (head == 0) {
      head = Float.compare(a.weight(i), b.weight(j));
    }
    if (head != 0) {
      return head;
    }
    if (a instanceof DenseRows x && b instanceof DenseRows y) {
      int width = x.features();
      return Arrays.compare(x.values(), i * width, (i + 1) * width, y.values(), j * width, (j + 1) * width);
    }
    return compare((CsrRows) a, i, (CsrRows) b, j);
  }

  private static int compare(CsrRows a, int i, CsrRows b, int j) {
    int fromA = a.rowStart()[i];
    int toA = a.rowStart()[i + 1];
    int fromB = b.rowStart()[j];
    int toB = b.rowStart()[j + 1];
    int columns = Arrays.compare(a.columns(), fromA, toA, b.columns(), fromB, toB);
    return columns != 0 ? columns : Arrays.compare(a.values(), fromA, toA, b.values(), fromB, toB);
  }
}
