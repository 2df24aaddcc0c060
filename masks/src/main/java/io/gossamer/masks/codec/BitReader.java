package io.gossamer.masks.codec;

import io.gossamer.ops.CorruptFile;
import java.nio.ByteBuffer;

/** Reads what {@link BitWriter} wrote; running out of bytes is a {@link CorruptFile}, never another exception. */
final class BitReader {
  private final ByteBuffer bytes;
  private long pending;
  private int pendingBits;

  BitReader(ByteBuffer bytes) {
    this.bytes = bytes;
  }

  int read(int count) {
    while (pendingBits < count) {
      fill();
    }
    int value = (int) (pending & (1L << count) - 1);
    pending >>>= count;
    pendingBits -= count;
    return value;
  }

  /** Counts ones up to the next zero, refusing more than {@code limit}. */
  int readUnary(int limit) {
    int ones = 0;
    while (read(1) == 1) {
      if (++ones > limit) {
        throw new CorruptFile("a mask message has a gap beyond the end of its layer");
      }
    }
    return ones;
  }

  /** Whether nothing is left but the zeros that fill up the last byte. */
  boolean isAtEnd() {
    return !bytes.hasRemaining() && pendingBits < 8 && pending == 0;
  }

  private void fill() {
    if (!bytes.hasRemaining()) {
      throw new CorruptFile("a mask message ends in the middle of a layer's places");
    }
    pending |= (bytes.get() & 0xffL) << pendingBits;
    pendingBits += 8;
  }
}
