package io.gossamer.worker.round;

import io.gossamer.ops.CorruptFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes of what travels every round, little-endian: a header of {@link #HEADER} bytes, then nothing but values.
 *
 * <pre>
 *   0 int magic "GVA1"   4 int round        8 int particle    12 int shard (-1: from the driver)
 *  16 int mask version  20 int steps       24 long mask hash  32 long rows
 *  40 double weight     48 double loss sum 56 long compute nanos
 *  64 int values        68 int zero        72 values as float32
 * </pre>
 */
public final class Message {
  /** Bytes before the values; design section 2 allows 256. */
  public static final int HEADER = 72;

  private static final int MAGIC = 0x31415647;
  private static final int FROM_DRIVER = -1;

  private Message() {}

  /** What a task sends up. */
  public static byte[] encode(Update update) {
    ByteBuffer out = buffer(update.values().length);
    out.putInt(MAGIC).putInt(update.round()).putInt(update.particle()).putInt(update.shard());
    out.putInt(update.maskVersion()).putInt(update.steps()).putLong(update.maskHash()).putLong(update.rows());
    out.putDouble(update.weight()).putDouble(update.lossSum()).putLong(update.computeNanos());
    return values(out, update.values());
  }

  /** What the driver sends down: the values that a round, or a measuring pass, starts from. */
  public static byte[] encode(int round, int particle, int maskVersion, long maskHash, float[] values) {
    return encode(new Update(round, particle, FROM_DRIVER, maskVersion, maskHash, 0, 0, 0, 0, 0, values));
  }

  private static ByteBuffer buffer(int values) {
    return ByteBuffer.allocate(Math.addExact(HEADER, Math.multiplyExact(4, values))).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static byte[] values(ByteBuffer out, float[] values) {
    out.putInt(values.length).putInt(0);
    out.asFloatBuffer().put(values);
    return out.array();
  }

  /**
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Update decode(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    if (message.length < HEADER || in.getInt(0) != MAGIC) {
      throw new CorruptFile("not a message of values: " + message.length + " bytes that do not start as one");
    }
    int count = in.getInt(64);
    if (count < 0 || message.length != HEADER + 4L * count) {
      throw new CorruptFile("a message of values has " + message.length + " bytes, its header promises " + count
          + " values");
    }
    if (in.getInt(68) != 0 || in.getInt(4) < 0 || in.getInt(8) < 0 || in.getInt(12) < FROM_DRIVER || in.getInt(20) < 0
        || in.getLong(32) < 0 || !(in.getDouble(40) >= 0)) {
      throw new CorruptFile("a message of values has a header with a negative count, or without its zero");
    }
    float[] values = new float[count];
    in.slice(HEADER, 4 * count).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return new Update(
        in.getInt(4), in.getInt(8), in.getInt(12), in.getInt(16), in.getLong(24), in.getInt(20), in.getLong(32),
        in.getDouble(40), in.getDouble(48), in.getLong(56), values);
  }
}
