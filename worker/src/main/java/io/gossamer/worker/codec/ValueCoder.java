package io.gossamer.worker.codec;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.kernel.narrow.NarrowKernels;
import io.gossamer.ops.random.Seed;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Arrays of values as bytes, little-endian, in blocks of 1,024:
 *
 * <pre>
 *   0 int values   4 byte codec   5 byte 0: values, 1: moves   6 byte 0: all, 1: changed   7 byte zero
 *   8 all:     of each block the values
 *     changed: of each block a short 2048 * k + n, the n places that changed, and their values;
 *              k = 0: n is the whole block, no places; 1: bits, one a value; 2: n shorts
 * </pre>
 *
 * <p>Values are coded against a base that both sides have. A move is the difference to it, which is smaller than the
 * value, so fewer bits serve; what did not change, to the bit, need not be sent. The shorter of both forms is written,
 * block by block the shortest of its three. Source: design.md section 2, invariant 2. Not for several threads.
 */
public final class ValueCoder {
  /** Bytes before the first block. */
  public static final int HEADER = 8;

  /** Values that are coded together. */
  public static final int BLOCK = NarrowKernels.BLOCK;

  private static final int KIND = 2 * BLOCK;
  private static final int WHOLE = 0;
  private static final int BITS = 1;
  private static final int PLACES = 2;

  private final BlockCoder block;
  private final short[] places = new short[BLOCK];

  public ValueCoder(NarrowKernels kernels) {
    this.block = new BlockCoder(kernels);
  }

  /** Codes whole arrays against nothing: always all values, {@link Codec#bytesOfAll} and a header. */
  public byte[] encode(Codec codec, float[] values, Seed rounding) {
    ByteBuffer out = header(codec, values.length, false, false, Math.toIntExact(codec.bytesOfAll(values.length)));
    for (int from = 0; from < values.length; from += BLOCK) {
      int length = Math.min(BLOCK, values.length - from);
      System.arraycopy(values, from, block.x, 0, length);
      block.write(codec, length, rounding, from, out);
    }
    return out.array();
  }

  /**
   * Codes the values {@code [from, to)} against a base of the same length.
   *
   * @param from a multiple of 1,024, so that slices of an array carry what the whole would
   * @param moves whether differences are coded; a codec that rounds codes nothing else
   */
  public byte[] encode(Codec codec, boolean moves, float[] base, float[] values, int from, int to, Seed rounding) {
    check(base, values, from);
    boolean packed = bytesOfChanged(codec, base, values, from, to) < codec.bytesOfAll(to - from);
    return encode(codec, moves, packed, base, values, from, to, rounding);
  }

  /**
   * Codes all values against a base, in slices of {@code length}; together they carry what one encoding of the whole
   * would, to the bit: whether unchanged values are left out is decided for all of them, since draws follow from it.
   *
   * @param length a multiple of {@link #BLOCK}
   */
  public byte[][] encode(Codec codec, boolean moves, float[] base, float[] values, int length, Seed rounding) {
    check(base, values, length);
    boolean packed = bytesOfChanged(codec, base, values, 0, values.length) < codec.bytesOfAll(values.length);
    byte[][] slices = new byte[(values.length + length - 1) / length][];
    for (int n = 0; n < slices.length; n++) {
      int to = Math.min(values.length, (n + 1) * length);
      slices[n] = encode(codec, moves, packed, base, values, n * length, to, rounding);
    }
    return slices;
  }

  private static void check(float[] base, float[] values, int from) {
    if (from % BLOCK != 0 || base.length != values.length) {
      throw new IllegalArgumentException("slice from " + from + " of " + values.length + ", base " + base.length);
    }
  }

  private static long bytesOfChanged(Codec codec, float[] base, float[] values, int from, int to) {
    long bytes = 0;
    for (int at = from; at < to; at += BLOCK) {
      int length = Math.min(BLOCK, to - at);
      bytes += bytes(codec, length, changed(base, values, at, length));
    }
    return bytes;
  }

  private byte[] encode(
      Codec codec, boolean moves, boolean packed, float[] base, float[] values, int from, int to, Seed rounding) {
    long bytes = packed ? bytesOfChanged(codec, base, values, from, to) : codec.bytesOfAll(to - from);
    ByteBuffer out = header(codec, to - from, moves, packed, Math.toIntExact(bytes));
    for (int at = from; at < to; at += BLOCK) {
      int length = Math.min(BLOCK, to - at);
      if (packed) {
        packed(codec, moves, base, values, at, length, rounding, out);
      } else {
        gather(moves, base, values, at, length, false);
        block.write(codec, length, rounding, at, out);
      }
    }
    return out.array();
  }

  private static ByteBuffer header(Codec codec, int count, boolean moves, boolean packed, int bytes) {
    ByteBuffer out = ByteBuffer.allocate(Math.addExact(HEADER, bytes)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(count).put((byte) codec.ordinal()).put((byte) (moves ? 1 : 0));
    return out.put((byte) (packed ? 1 : 0)).put((byte) 0);
  }

  private static int changed(float[] base, float[] values, int from, int length) {
    int count = 0;
    for (int p = from; p < from + length; p++) {
      count += Float.floatToRawIntBits(base[p]) == Float.floatToRawIntBits(values[p]) ? 0 : 1;
    }
    return count;
  }

  private static int bytes(Codec codec, int length, int changed) {
    return 2 + switch (kind(codec, length, changed)) {
      case WHOLE -> codec.bytes(length);
      case BITS -> (length + 7) / 8 + codec.bytes(changed);
      default -> 2 * changed + codec.bytes(changed);
    };
  }

  private static int kind(Codec codec, int length, int changed) {
    int places = Math.min((length + 7) / 8, 2 * changed) + codec.bytes(changed);
    if (codec.bytes(length) <= places) {
      return WHOLE;
    }
    return (length + 7) / 8 < 2 * changed ? BITS : PLACES;
  }

  private void packed(
      Codec codec, boolean moves, float[] base, float[] values, int from, int length, Seed rounding, ByteBuffer out) {
    int kind = kind(codec, length, changed(base, values, from, length));
    int count = gather(moves, base, values, from, length, kind != WHOLE);
    out.putShort((short) (kind * KIND + count));
    if (kind == BITS) {
      int at = out.position();
      for (int n = 0; n < count; n++) {
        int bit = at + (places[n] >> 3);
        out.put(bit, (byte) (out.get(bit) | 1 << (places[n] & 7)));
      }
      out.position(at + (length + 7) / 8);
    } else if (kind == PLACES) {
      for (int n = 0; n < count; n++) {
        out.putShort(places[n]);
      }
    }
    block.write(codec, count, rounding, from, out);
  }

  /** Brings values or moves into the block, and their places along; returns how many. */
  private int gather(boolean moves, float[] base, float[] values, int from, int length, boolean changedOnly) {
    int count = 0;
    for (int i = 0; i < length; i++) {
      int p = from + i;
      if (!changedOnly || Float.floatToRawIntBits(base[p]) != Float.floatToRawIntBits(values[p])) {
        places[count] = (short) i;
        block.x[count++] = moves ? values[p] - base[p] : values[p];
      }
    }
    return count;
  }

  /**
   * Decodes all that is left of {@code in} into {@code [from, to)} of {@code values}, which hold the base: moves are
   * added, values replace.
   *
   * @param in little-endian
   * @throws CorruptFile if it is not the {@code to - from} values of one encoding
   */
  public void decode(ByteBuffer in, float[] values, int from, int to) {
    decodeNext(in, values, from, to);
    end(in);
  }

  /**
   * @throws CorruptFile if something is left
   */
  public static void end(ByteBuffer in) {
    if (in.hasRemaining()) {
      throw new CorruptFile("a message of values has " + in.remaining() + " bytes behind its end");
    }
  }

  /**
   * The same, with other encodings behind it.
   *
   * @param in left where this encoding ends
   * @throws CorruptFile if it is not the {@code to - from} values of one encoding
   */
  public void decodeNext(ByteBuffer in, float[] values, int from, int to) {
    if (in.remaining() < HEADER) {
      throw new CorruptFile("a message of values ends after " + in.remaining() + " bytes, inside its header");
    }
    int count = in.getInt();
    Codec codec = Codec.of(in.get());
    int moves = in.get();
    int packed = in.get();
    if (codec == null || moves >> 1 != 0 || packed >> 1 != 0 || in.get() != 0) {
      throw new CorruptFile("a message of values is in a form that is not known");
    }
    if (count != to - from) {
      throw new CorruptFile("a message has " + count + " values, expected are " + (to - from));
    }
    if (packed == 0 && in.remaining() < codec.bytesOfAll(count)) {
      throw new CorruptFile("a message of " + count + " values has " + in.remaining() + " bytes for them, its header "
          + "promises " + codec.bytesOfAll(count));
    }
    for (int at = from; at < to; at += BLOCK) {
      int length = Math.min(BLOCK, to - at);
      if (packed == 0) {
        block.read(codec, length, in);
        apply(moves == 1, values, at, length);
      } else {
        unpack(codec, moves == 1, values, at, length, in);
      }
    }
  }

  /** Values that the header of whole values promises, to make room for them; bounded by the bytes that are there. */
  public static int count(ByteBuffer in) {
    if (in.remaining() < HEADER) {
      throw new CorruptFile("a message of values ends after " + in.remaining() + " bytes, inside its header");
    }
    int count = in.getInt(in.position());
    if (count < 0 || count > 4L * in.remaining()) {
      throw new CorruptFile("a message of " + in.remaining() + " bytes promises " + count + " values");
    }
    return count;
  }

  private void apply(boolean moves, float[] values, int from, int length) {
    if (!moves) {
      System.arraycopy(block.x, 0, values, from, length);
      return;
    }
    for (int i = 0; i < length; i++) {
      values[from + i] += block.x[i];
    }
  }

  private void unpack(Codec codec, boolean moves, float[] values, int from, int length, ByteBuffer in) {
    need(in, 2);
    int head = Short.toUnsignedInt(in.getShort());
    int kind = head / KIND;
    int count = head % KIND;
    if (kind > PLACES || count > length || kind == WHOLE && count != length) {
      throw new CorruptFile("a message of values has a block of " + length + " that starts with " + head);
    }
    if (kind == BITS) {
      need(in, (length + 7) / 8);
      bits(length, count, in);
    } else if (kind == PLACES) {
      need(in, 2 * count);
      places(length, count, in);
    }
    need(in, codec.bytes(count));
    block.read(codec, count, in);
    if (kind == WHOLE) {
      apply(moves, values, from, length);
      return;
    }
    for (int n = 0; n < count; n++) {
      int p = from + places[n];
      values[p] = moves ? values[p] + block.x[n] : block.x[n];
    }
  }

  private static void need(ByteBuffer in, int bytes) {
    if (in.remaining() < bytes) {
      throw new CorruptFile("a message of values ends inside a block, " + (bytes - in.remaining()) + " bytes early");
    }
  }

  private void bits(int length, int count, ByteBuffer in) {
    int found = 0;
    for (int i = 0; i < 8 * ((length + 7) / 8); i += 8) {
      for (int bits = in.get() & 0xff; bits != 0; bits &= bits - 1) {
        int place = i + Integer.numberOfTrailingZeros(bits);
        if (place >= length || found == count) {
          throw new CorruptFile("a message of values marks places that its block of " + length + " has not");
        }
        places[found++] = (short) place;
      }
    }
    if (found != count) {
      throw new CorruptFile("a message of values marks " + found + " places of a block and promises " + count);
    }
  }

  private void places(int length, int count, ByteBuffer in) {
    int before = -1;
    for (int n = 0; n < count; n++) {
      int place = in.getShort();
      if (place <= before || place >= length) {
        throw new CorruptFile("a message of values names place " + place + " after " + before + " in a block of "
            + length);
      }
      before = place;
      places[n] = (short) place;
    }
  }
}
