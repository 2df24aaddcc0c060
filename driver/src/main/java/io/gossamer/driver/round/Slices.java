package io.gossamer.driver.round;

import io.gossamer.worker.codec.ValueCoder;
import java.io.Serializable;

/**
 * How the arrays of every particle are cut: each into equal slices of whole blocks, but for the last. The cut decides
 * no bit, since sums are formed place by place.
 *
 * @param arrays of one particle: its values, and what of an optimiser's state travels
 * @param values of one particle
 * @param length values of a slice, a multiple of {@link ValueCoder#BLOCK}
 */
record Slices(int arrays, int values, int length) implements Serializable {
  /** A slice is summed in doubles by one task, which holds eight bytes for each of its values. */
  private static final int MOST = 1 << 20;

  /** For tasks that run {@code slots} at a time. */
  static Slices of(int arrays, int values, int slots) {
    int even = Math.min(MOST, Math.max(1, (values + slots - 1) / slots));
    return new Slices(arrays, values, (even + ValueCoder.BLOCK - 1) / ValueCoder.BLOCK * ValueCoder.BLOCK);
  }

  private int perArray() {
    return Math.max(1, (values + length - 1) / length);
  }

  int perParticle() {
    return arrays * perArray();
  }

  /** The array that a slice of a particle is of. */
  int array(int slice) {
    return slice / perArray();
  }

  /** Number of a slice among those of all particles. */
  int number(int particle, int slice) {
    return particle * perParticle() + slice;
  }

  int from(int slice) {
    return slice % perArray() * length;
  }

  int to(int slice) {
    return Math.min(values, from(slice) + length);
  }
}
