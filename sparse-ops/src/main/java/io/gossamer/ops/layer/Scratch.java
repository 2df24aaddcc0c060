package io.gossamer.ops.layer;

/** Floats for the inside of one call, shared by all layers of a network; contents are undefined between calls. */
public final class Scratch {
  private int needed;
  private float[] floats;

  /** Asks for {@code count} floats; before {@link #allocate}. */
  public void require(int count) {
    needed = Math.max(needed, count);
  }

  /** Allocates the most that was asked for. */
  public void allocate() {
    floats = new float[needed];
  }

  /** The array, once it is allocated. */
  public float[] floats() {
    return floats;
  }
}
