package io.gossamer.driver.round;

import io.gossamer.worker.codec.ValueCoder;
import java.io.Serializable;

/**
 * How the values of every particle are cut: into equal slices of whole blocks, but for the last. The cut decides no
 * bit, since sums are formed place by place.
 *
 * @param values of one particle
 * @param length values of a slice, a multiple of {@link ValueCoder#BLOCK}
 */
record Slices(int values, int length) implements Serializable {
  /** A slice is summed in doubles by one task, which holds eight bytes for each of its values. */
  private static final int MOST = 1 << 20;

  /** For tasks that run {@code slots} at a time. */
  static Slices of(int values, int slots) {
    int even = Math.min(MOST, Math.max(1, (values + slots - 1) / slots));
    return new Slices(values, (even + ValueCoder.BLOCK - 1) / ValueCoder.BLOCK * ValueCoder.BLOCK);
  }

  int perParticle() {
    return Math.max(1, (values + length - 1) / length);
  }

  /** Number of a slice among those of all particles. */
  int number(int particle, int slice) {
    return particle * perParticle() + slice;
  }

  int from(int slice) {
    return slice * length;
  }

  int to(int slice) {
    return Math.min(values, from(slice) + length);
  }
}
