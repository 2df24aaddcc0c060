package io.gossamer.ops.testing.hostile;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * One change to the bytes of a file.
 *
 * @param at where, modulo the length of the file: one list of changes fits any file
 * @param value what the change needs to know, each kind in its own way
 */
public record ByteDamage(Kind kind, int at, long value) {
  private static final int REACH = 1 << 16;
  private static final int MOST_CHANGES = 4;

  /** Sizes, counts and indices that parsers fall over: extremes, their neighbours, NaN and infinity as bits. */
  private static final Long[] TELLING = {
    0L, 1L, -1L, 2L, 127L, 128L, 255L, 256L, 65_535L, 65_536L, (long) Integer.MAX_VALUE, Integer.MAX_VALUE - 1L,
    (long) Integer.MIN_VALUE, 1L << 30, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MAX_VALUE - 7, Long.MIN_VALUE,
    (long) Float.floatToRawIntBits(Float.NaN), (long) Float.floatToRawIntBits(Float.POSITIVE_INFINITY),
    Double.doubleToRawLongBits(Double.NaN), Double.doubleToRawLongBits(Double.NEGATIVE_INFINITY)
  };

  /** What can happen to bytes. */
  public enum Kind {
    /** One bit turns over. */
    FLIP,
    /** A byte becomes another. */
    SET_BYTE,
    /** Four bytes become an integer, little-endian. */
    SET_INT,
    /** The same, big-endian. */
    SET_BIG_ENDIAN_INT,
    /** Eight bytes become an integer, little-endian. */
    SET_LONG,
    /** An integer moves up or down a little. */
    ADD,
    /** Two integers change places: what was sorted is not. */
    SWAP,
    /** An integer is written over the one behind it: what was distinct is not. */
    REPEAT,
    /** The file ends here. */
    CUT,
    /** Bytes vanish. */
    REMOVE,
    /** Bytes come in. */
    INSERT
  }

  /** One to four changes. */
  public static final class Some implements ArbitrarySupplier<List<ByteDamage>> {
    @Override
    public Arbitrary<List<ByteDamage>> get() {
      Arbitrary<Long> values = Arbitraries.frequencyOf(
          net.jqwik.api.Tuple.of(2, Arbitraries.of(TELLING)),
          net.jqwik.api.Tuple.of(1, Arbitraries.longs().withoutEdgeCases()));
      return Combinators.combine(
              Arbitraries.of(Kind.class), Arbitraries.integers().between(0, REACH - 1).withoutEdgeCases(), values)
          .as(ByteDamage::new).list().ofMinSize(1).ofMaxSize(MOST_CHANGES).withoutEdgeCases();
    }
  }

  /** The file after all changes, one after the other; the argument stays as it is. */
  public static byte[] all(List<ByteDamage> damage, byte[] file) {
    byte[] changed = file;
    for (ByteDamage change : damage) {
      changed = change.apply(changed);
    }
    return changed;
  }

  private byte[] apply(byte[] file) {
    if (file.length == 0) {
      return new byte[] {(byte) value};
    }
    int place = at % file.length;
    int span = (int) (1 + (value & 15));
    return switch (kind) {
      case FLIP -> edited(file, place, 1, bytes -> bytes.put(0, (byte) (bytes.get(0) ^ 1 << (value & 7))));
      case SET_BYTE -> edited(file, place, 1, bytes -> bytes.put(0, (byte) value));
      case SET_INT -> edited(file, place, 4, bytes -> bytes.putInt(0, (int) value));
      case SET_BIG_ENDIAN_INT -> edited(file, place, 4, bytes -> bytes.putInt(0, Integer.reverseBytes((int) value)));
      case SET_LONG -> edited(file, place, 8, bytes -> bytes.putLong(0, value));
      case ADD -> edited(file, place, 4, bytes -> bytes.putInt(0, bytes.getInt(0) + (int) (value % 3)));
      case SWAP -> edited(file, place, 8, bytes -> bytes.putLong(0, Long.rotateLeft(bytes.getLong(0), 32)));
      case REPEAT -> edited(file, place, 8, bytes -> bytes.putInt(4, bytes.getInt(0)));
      case CUT -> Arrays.copyOf(file, place);
      case REMOVE -> without(file, place, Math.min(file.length, place + span));
      case INSERT -> with(file, place, span);
    };
  }

  private interface Edit {
    void change(ByteBuffer bytes);
  }

  /** A change within {@code length} bytes that begin at {@code place}, or earlier near the end. */
  private static byte[] edited(byte[] file, int place, int length, Edit edit) {
    if (file.length < length) {
      return file;
    }
    byte[] changed = file.clone();
    int from = Math.min(place, file.length - length);
    edit.change(ByteBuffer.wrap(changed, from, length).slice().order(ByteOrder.LITTLE_ENDIAN));
    return changed;
  }

  private static byte[] without(byte[] file, int from, int to) {
    byte[] changed = Arrays.copyOf(file, file.length - (to - from));
    System.arraycopy(file, to, changed, from, file.length - to);
    return changed;
  }

  private byte[] with(byte[] file, int from, int count) {
    byte[] changed = Arrays.copyOf(file, file.length + count);
    System.arraycopy(file, from, changed, from + count, file.length - from);
    Arrays.fill(changed, from, from + count, (byte) (value >> 4));
    return changed;
  }
}
