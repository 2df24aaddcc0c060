package io.gossamer.worker.round;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.narrow.NarrowKernels;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.codec.ValueCoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.IntFunction;

/**
 * The bytes of what travels every round, little-endian: a header of {@link #HEADER} bytes, then nothing but values.
 *
 * <pre>
 *   0 int magic "GVA1"   4 int round        8 int particle    12 int shard (-1: from the driver)
 *  16 int mask version  20 int steps       24 long mask hash  32 long rows
 *  40 double weight     48 double loss sum 56 long compute nanos
 *  64 values as {@link ValueCoder} writes them: 8 bytes that count and describe them, then the values
 * </pre>
 */
public final class Message {
  /** Bytes before the values; design section 2 allows 256. */
  public static final int HEADER = 72;

  private static final int MAGIC = 0x31415647;
  private static final int FROM_DRIVER = -1;
  private static final int VALUES = HEADER - ValueCoder.HEADER;

  private Message() {}

  /** What the driver sends down to be measured: whole values, as they are. */
  public static byte[] encode(int round, int particle, int maskVersion, long maskHash, float[] values) {
    return encode(down(round, particle, maskVersion, maskHash, values));
  }

  /** What the driver sends down: the values that a round starts from, rounded as {@code exchange} says. */
  public static byte[] encodeDown(Assignment assignment, float[] values, Exchange exchange) {
    Update down = down(
        assignment.round(), assignment.particle(), assignment.maskVersion(), assignment.maskHash(), values);
    Seed rounding = new Seed(assignment.seed()).child("down", assignment.particle(), assignment.round());
    return message(down, coder().encode(exchange.down(), values, rounding));
  }

  private static Update down(int round, int particle, int maskVersion, long maskHash, float[] values) {
    return new Update(round, particle, FROM_DRIVER, maskVersion, maskHash, 0, 0, 0, 0, 0, values);
  }

  /** Whole values, as they are. */
  public static byte[] encode(Update update) {
    return message(update, coder().encode(Codec.FP32, update.values(), new Seed(0)));
  }

  /**
   * What a task sends up: what its steps changed.
   *
   * @param base the values that the task started from
   */
  public static byte[] encodeUp(Update update, Assignment assignment, float[] base, Exchange exchange) {
    if (update.values().length == 0) {
      return encode(update);
    }
    return message(update, coder().encode(exchange.up(), exchange.moves(), base, update.values(), 0, base.length,
        roundingUp(update, assignment)));
  }

  /**
   * What a task sends up, cut into {@code slices} messages of {@code length} values, the last of what is left.
   *
   * @param length a multiple of {@link ValueCoder#BLOCK}
   */
  static byte[][] encodeUp(
      Update update, Assignment assignment, float[] base, Exchange exchange, int length, int slices) {
    byte[][] values = new byte[slices][];
    if (update.values().length == 0) {
      Arrays.fill(values, coder().encode(Codec.FP32, update.values(), new Seed(0)));
    } else {
      values = coder().encode(exchange.up(), exchange.moves(), base, update.values(), length, roundingUp(
          update, assignment));
    }
    byte[][] messages = new byte[slices][];
    for (int slice = 0; slice < slices; slice++) {
      messages[slice] = message(update, values[slice]);
    }
    return messages;
  }

  private static Seed roundingUp(Update update, Assignment assignment) {
    return new Seed(assignment.seed()).child("up", update.particle(), update.shard(), update.round());
  }

  private static ValueCoder coder() {
    return new ValueCoder(NarrowKernels.like(KernelChoice.kernels()));
  }

  private static byte[] message(Update update, byte[] values) {
    ByteBuffer out = ByteBuffer.allocate(Math.addExact(VALUES, values.length)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(update.round()).putInt(update.particle()).putInt(update.shard());
    out.putInt(update.maskVersion()).putInt(update.steps()).putLong(update.maskHash()).putLong(update.rows());
    out.putDouble(update.weight()).putDouble(update.lossSum()).putLong(update.computeNanos());
    return out.put(values).array();
  }

  /**
   * Reads whole values.
   *
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Update decode(byte[] message) {
    ByteBuffer in = checked(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    if (in.getShort(in.position() + 5) != 0) {
      throw new CorruptFile("a message of values holds changes, where whole values were expected");
    }
    return update(in, new float[ValueCoder.count(in)]);
  }

  /**
   * Reads what a task sent up.
   *
   * @param bases the values that each particle had, by its number; not changed
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Update decode(byte[] message, IntFunction<float[]> bases) {
    ByteBuffer in = checked(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    return update(in, in.getInt(VALUES) == 0 ? new float[0] : bases.apply(in.getInt(8)).clone());
  }

  /** Reads a slice into what its places held before. */
  static Update decode(ByteBuffer message, float[] base) {
    ByteBuffer in = checked(message);
    return update(in, in.getInt(VALUES) == 0 ? new float[0] : base);
  }

  static int particle(ByteBuffer message) {
    return checked(message).getInt(8);
  }

  static int shard(ByteBuffer message) {
    return checked(message).getInt(12);
  }

  /**
   * Values {@code [from, to)} of a message of whole values as they are, without reading the others.
   *
   * @throws CorruptFile if the bytes are not such a message
   */
  public static float[] slice(byte[] message, int from, int to) {
    ByteBuffer in = checked(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    boolean plain = in.get(VALUES + 4) == Codec.FP32.ordinal() && in.get(VALUES + 5) == 0 && in.get(VALUES + 6) == 0;
    if (!plain || from < 0 || to < from || HEADER + 4L * to > message.length) {
      throw new CorruptFile("a message of " + message.length + " bytes has no whole values " + from + " to " + to);
    }
    float[] values = new float[to - from];
    in.position(HEADER + 4 * from).asFloatBuffer().get(values);
    return values;
  }

  /** Positioned at the values. */
  private static ByteBuffer checked(ByteBuffer in) {
    if (in.limit() < HEADER || in.getInt(0) != MAGIC) {
      throw new CorruptFile("not a message of values: " + in.limit() + " bytes that do not start as one");
    }
    if (in.getInt(4) < 0 || in.getInt(8) < 0 || in.getInt(12) < FROM_DRIVER || in.getInt(20) < 0
        || in.getLong(32) < 0 || !(in.getDouble(40) >= 0)) {
      throw new CorruptFile("a message of values has a header with a negative count");
    }
    return in.position(VALUES);
  }

  private static Update update(ByteBuffer in, float[] values) {
    coder().decode(in, values, 0, values.length);
    return new Update(
        in.getInt(4), in.getInt(8), in.getInt(12), in.getInt(16), in.getLong(24), in.getInt(20), in.getLong(32),
        in.getDouble(40), in.getDouble(48), in.getLong(56), values);
  }
}
