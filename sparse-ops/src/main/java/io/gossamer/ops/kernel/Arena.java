package io.gossamer.ops.kernel;

import io.gossamer.ops.InvariantBroken;

/**
 * One large array cut into windows that start on cache lines: kernels run up to a third slower on data that does not
 * (docs/benchmarks.md). Holds under G1 for arrays of at least half a heap region, which start a region and never move;
 * elsewhere windows are right but may be slower. Not for use by several threads.
 */
public final class Arena {
  /** Arrays of this size are humongous under G1 up to 16 GB of heap, hence aligned for good. */
  public static final int LEAST_FLOATS = 1 << 20;

  private static final int LINE = 64 / Float.BYTES;

  /** Where the first window starts. */
  static final int BASE = base();

  private final float[] floats;
  private int next = BASE;

  /** @param capacity floats of all windows, each rounded up by {@link #rounded} */
  public Arena(int capacity) {
    this.floats = new float[Math.addExact(BASE, capacity)];
  }

  /** Floats that a window of {@code floats} takes: whole cache lines. */
  public static int rounded(int floats) {
    return Math.addExact(floats, LINE - 1) / LINE * LINE;
  }

  /** The array all windows lie in. Not a copy. */
  public float[] floats() {
    return floats;
  }

  /**
   * Start of a fresh window of zeros.
   *
   * @throws InvariantBroken if the capacity is used up
   */
  public int take(int count) {
    int at = next;
    int size = rounded(count);
    if (size > floats.length - at) {
      throw new InvariantBroken(
          "an arena of " + floats.length + " floats cannot give " + count + " more after " + at);
    }
    next = at + size;
    return at;
  }

  // The header of an array is 16 bytes, or 12 with compact headers; only the virtual machine knows.
  private static int base() {
    try {
      int header = Class.forName("sun.misc.Unsafe").getField("ARRAY_FLOAT_BASE_OFFSET").getInt(null);
      return (LINE - header / Float.BYTES % LINE) % LINE;
    } catch (ReflectiveOperationException e) {
      return LINE - 16 / Float.BYTES;
    }
  }
}
