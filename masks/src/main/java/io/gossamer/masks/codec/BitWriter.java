package io.gossamer.masks.codec;

import java.util.Arrays;

/** Appends bits, least significant first, to a growing array of bytes. */
final class BitWriter {
  private byte[] bytes = new byte[64];
  private int length;
  private long pending;
  private int pendingBits;

  /** Appends the lowest {@code count} bits of {@code value}, {@code count <= 32}. */
  void write(int value, int count) {
    pending |= (value & (1L << count) - 1) << pendingBits;
    pendingBits += count;
    while (pendingBits >= 8) {
      append((byte) pending);
      pending >>>= 8;
      pendingBits -= 8;
    }
  }

  /** Appends {@code count} ones and a zero. */
  void writeUnary(int count) {
    for (int left = count; left > 0; left -= 31) {
      write(-1, Math.min(left, 31));
    }
    write(0, 1);
  }

  /** The bytes so far, the last filled up with zeros. */
  byte[] toBytes() {
    if (pendingBits > 0) {
      append((byte) pending);
      pending = 0;
      pendingBits = 0;
    }
    return Arrays.copyOf(bytes, length);
  }

  private void append(byte value) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = value;
  }
}
