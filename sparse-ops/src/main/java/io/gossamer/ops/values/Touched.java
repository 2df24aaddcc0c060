package io.gossamer.ops.values;

import java.util.Arrays;

/**
 * The blocks of values that a batch reached, in windows of which it reaches few: rows of an embedding, columns of a
 * linear layer on sparse rows. A block is always named by the same start and length. Allocates nothing once it has
 * grown to the largest batch.
 */
public final class Touched {
  /** Up to here {@link Arrays#sort} is as fast; above some thousands it may allocate. */
  private static final int SHORT = 256;

  private static final int DIGIT_BITS = 11;

  private final long[] marks;
  private final boolean[] few;
  private final int[] next;
  private final int keyBits;
  private long[] blocks = new long[1024];
  private long[] spare = new long[1024];
  private int count;
  private boolean sorted;

  /** @param few whether each window of the layout is reached in few places only */
  public Touched(ParameterLayout layout, boolean[] few) {
    boolean any = false;
    for (boolean window : few) {
      any |= window;
    }
    this.few = few.clone();
    this.marks = new long[any ? (layout.length() >> 6) + 1 : 0];
    this.next = new int[any ? 1 << DIGIT_BITS : 0];
    this.keyBits = Integer.SIZE - Integer.numberOfLeadingZeros(layout.length());
  }

  /** Whether window {@code n} is reached in few places only. */
  public boolean isFew(int n) {
    return few[n];
  }

  /** Forgets all blocks. */
  public void clear() {
    for (int n = 0; n < count; n++) {
      marks[start(n) >> 6] = 0;
    }
    count = 0;
    sorted = true;
  }

  /** Adds the block {@code [from, from + length)}; one that is there already changes nothing. */
  public void add(int from, int length) {
    long bit = 1L << from;
    if (length == 0 || (marks[from >> 6] & bit) != 0) {
      return;
    }
    marks[from >> 6] |= bit;
    if (count == blocks.length) {
      blocks = Arrays.copyOf(blocks, 2 * count);
      spare = new long[2 * count];
    }
    blocks[count++] = (long) from << 32 | length;
    sorted = false;
  }

  /** Puts the blocks in ascending order, so that sums over them have one order. */
  public void sort() {
    if (sorted) {
      return;
    }
    if (count <= SHORT) {
      Arrays.sort(blocks, 0, count);
    } else {
      sortByDigits();
    }
    sorted = true;
  }

  /** By their starts, the least digit first, back and forth between two arrays. */
  private void sortByDigits() {
    for (int shift = Integer.SIZE; shift < Integer.SIZE + keyBits; shift += DIGIT_BITS) {
      Arrays.fill(next, 0);
      for (int n = 0; n < count; n++) {
        next[digit(blocks[n], shift)]++;
      }
      int at = 0;
      for (int digit = 0; digit < next.length; digit++) {
        int size = next[digit];
        next[digit] = at;
        at += size;
      }
      for (int n = 0; n < count; n++) {
        spare[next[digit(blocks[n], shift)]++] = blocks[n];
      }
      long[] done = spare;
      spare = blocks;
      blocks = done;
    }
  }

  private static int digit(long block, int shift) {
    return (int) (block >>> shift) & (1 << DIGIT_BITS) - 1;
  }

  /** Blocks. */
  public int count() {
    return count;
  }

  /** First value of block {@code n}. */
  public int start(int n) {
    return (int) (blocks[n] >>> 32);
  }

  /** Value after the last of block {@code n}. */
  public int end(int n) {
    return start(n) + (int) blocks[n];
  }
}
