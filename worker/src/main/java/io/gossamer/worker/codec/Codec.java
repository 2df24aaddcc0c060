package io.gossamer.worker.codec;

import io.gossamer.ops.kernel.narrow.NarrowKernels;

/** The bits of one value on its way. */
public enum Codec {
  /** As it is. */
  FP32(1, false),
  /** Rounded to the nearest bfloat16: 8 bits of precision at any magnitude. */
  BF16(2, false),
  /** Rounded to the nearest half, scaled by a power of two per block: 11 bits, down to 1/2^29 of the largest. */
  FP16(2, true),
  /** Rounded at random to one of 255 steps of the block's largest magnitude, without bias. */
  INT8(4, true);

  private static final Codec[] ALL = values();

  private final int perWord;
  private final boolean scaled;

  Codec(int perWord, boolean scaled) {
    this.perWord = perWord;
    this.scaled = scaled;
  }

  /** Bytes of {@code count} values of one block; none for none. */
  public int bytes(int count) {
    return count == 0 ? 0 : 4 * (NarrowKernels.words(count, perWord) + (scaled ? 1 : 0));
  }

  /** Bytes of {@code count} values of which all are sent. */
  public long bytesOfAll(long count) {
    long whole = count / NarrowKernels.BLOCK;
    return whole * bytes(NarrowKernels.BLOCK) + bytes((int) (count % NarrowKernels.BLOCK));
  }

  boolean isScaled() {
    return scaled;
  }

  int words(int count) {
    return NarrowKernels.words(count, perWord);
  }

  /** The codec of an ordinal, or null. */
  static Codec of(int ordinal) {
    return ordinal < 0 || ordinal >= ALL.length ? null : ALL[ordinal];
  }
}
