package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Arena;

/** Floats for the inside of one call, shared by all layers of a network; contents are undefined between calls. */
public final class Scratch {
  private final int[] at;
  private final float[][] floats;
  private int needed;

  /** @param threads that compute side by side, each with floats of its own */
  public Scratch(int threads) {
    this.at = new int[threads];
    this.floats = new float[threads][];
  }

  /** Asks for {@code count} floats a thread; before {@link #allocate}. */
  public void require(int count) {
    needed = Math.max(needed, count);
  }

  /** Allocates the most that was asked for, and enough to stay aligned. */
  public void allocate() {
    for (int thread = 0; thread < floats.length; thread++) {
      Arena arena = new Arena(Math.max(Arena.LEAST_FLOATS, Arena.rounded(needed)));
      at[thread] = arena.take(needed);
      floats[thread] = arena.floats();
    }
  }

  /** The array of the calling thread of a crew, once it is allocated. */
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
