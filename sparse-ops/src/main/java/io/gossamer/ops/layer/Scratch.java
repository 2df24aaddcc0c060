package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Arena;

/** Floats for the inside of one call, shared by all layers of a network; contents are undefined between calls. */
public final class Scratch {
  private final int[] at;
  private final float[][] floats;

  /**
   * @param threads that compute side by side, each with floats of its own
   * @param needed by the layer that needs most ({@link LayerSpec#scratchFloats})
   */
  public Scratch(int threads, int needed) {
    this.at = new int[threads];
    this.floats = new float[threads][];
    for (int thread = 0; thread < threads; thread++) {
      Arena arena = new Arena(allocated(needed));
      at[thread] = arena.take(needed);
      floats[thread] = arena.floats();
    }
  }

  private static int allocated(int needed) {
    return Math.max(Arena.LEAST_FLOATS, Arena.rounded(needed));
  }

  /** Bytes of a thread that needs so many floats: enough to stay aligned. */
  public static long bytes(int needed) {
    return (long) Float.BYTES * allocated(needed);
  }

  /** The array of the calling thread of a crew. */
  public float[] floats() {
    return floats[0];
  }

  /** The array of a thread of a crew. */
  public float[] floats(int thread) {
    return floats[thread];
  }

  /** Where the caller's starts, on a cache line; kernels that take no offset may use it from 0. */
  public int at() {
    return at[0];
  }

  /** Where a thread's starts. */
  public int at(int thread) {
    return at[thread];
  }
}
