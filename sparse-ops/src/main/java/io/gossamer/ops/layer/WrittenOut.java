package io.gossamer.ops.layer;

import java.util.Arrays;

/**
 * A masked weight as a full matrix: values are scattered into it, the gradient at the kept places is gathered from it.
 * What dense kernels add at other places is dropped, so a masked layer has the same gradients either way.
 */
final class WrittenOut {
  private final int[] places;
  private final float[] values;
  private final float[] gradients;

  /**
   * @param places of each kept weight, in resident order, in the full matrix
   * @param size of the full matrix
   */
  WrittenOut(int[] places, int size) {
    this.places = places;
    this.values = new float[size];
    this.gradients = new float[size];
  }

  /** The full matrix; zero where nothing is kept. */
  float[] values() {
    return values;
  }

  /** Its gradient. */
  float[] gradients() {
    return gradients;
  }

  /** Takes over the kept weights. */
  void scatter(float[] resident, int at) {
    for (int p = 0; p < places.length; p++) {
      values[places[p]] = resident[at + p];
    }
  }

  /** Forgets all gradients. */
  void clear() {
    Arrays.fill(gradients, 0f);
  }

  /** Adds the gradient of each kept weight. */
  void gather(float[] into, int at) {
    for (int p = 0; p < places.length; p++) {
      into[at + p] += gradients[places[p]];
    }
  }
}
