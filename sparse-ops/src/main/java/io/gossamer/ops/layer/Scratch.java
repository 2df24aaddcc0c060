package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Arena;

/** Floats for the inside of one call, shared by all layers of a network; contents are undefined between calls. */
public final class Scratch {
  private int needed;
  private int at;
  private float[] floats;

  /** Asks for {@code count} floats; before {@link #allocate}. */
  public void require(int count) {
    needed = Math.max(needed, count);
  }

  /** Allocates the most that was asked for. */
  public void allocate() {
    Arena arena = new Arena(Arena.rounded(needed));
    at = arena.take(needed);
    floats = arena.floats();
  }

  /** The array, once it is allocated. */
  public float[] floats() {
    return floats;
  }

  /** Where it starts, on a cache line; kernels that take no offset may use it from 0. */
  public int at() {
    return at;
  }
}
