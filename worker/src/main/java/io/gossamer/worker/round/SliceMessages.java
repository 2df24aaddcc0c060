package io.gossamer.worker.round;

import io.gossamer.ops.CorruptFile;
import io.gossamer.worker.codec.Exchange;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * What a task sends up, cut into slices of places, so that each can be summed elsewhere. Whoever sums a slice sees a
 * part of an update only; so the task itself says whether all of it is finite, and where not sends no values.
 *
 * <pre>
 *   0 int place of the first number that is not finite, or -1   4 float that number
 *   8 a {@link Message} of the slice; without values if place or loss say so
 * </pre>
 *
 * <p>The values of all slices are to the bit those of {@link Message#encodeUp}.
 */
public final class SliceMessages {
  /** Bytes before the values of a slice. */
  public static final int HEADER = 8 + Message.HEADER;

  private static final int FINITE = -1;

  private SliceMessages() {}

  /**
   * One slice of one update.
   *
   * @param update with the numbers of the slice in the place of values, or none
   * @param place of the first number of the whole update that is not finite, by {@link Replica#firstNotFinite}
   * @param value at that place
   */
  public record Slice(Update update, int place, float value) {
    /** Whether it may be averaged. */
    public boolean isSound() {
      return place == FINITE && Double.isFinite(update.lossSum());
    }
  }

  /**
   * The messages of one update, slice by slice.
   *
   * @param length values of a slice, a multiple of {@link io.gossamer.worker.codec.ValueCoder#BLOCK}
   * @param slices how many there are of all arrays, of an update without values as well
   */
  public static byte[][] encode(
      Update update, Assignment assignment, Replica base, Exchange exchange, int length, int slices) {
    Replica replica = update.replica();
    int place = replica.firstNotFinite();
    float value = place == FINITE ? 0 : replica.at(place);
    boolean sound = place == FINITE && Double.isFinite(update.lossSum());
    Update sent = sound ? update : update.withArray(new float[0]);
    byte[][] messages = Message.encodeUp(sent, assignment, base, exchange, length, slices);
    for (int slice = 0; slice < slices; slice++) {
      messages[slice] = prefixed(place, value, messages[slice]);
    }
    return messages;
  }

  /** The particle whose slice a message is. */
  public static int particle(byte[] message) {
    return Message.particle(body(message));
  }

  /** The shard it comes from. */
  public static int shard(byte[] message) {
    return Message.shard(body(message));
  }

  /**
   * Reads one slice.
   *
   * @param base what the slice's places held on the driver; overwritten, and the values of what is returned
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Slice decode(byte[] message, float[] base) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    return new Slice(Message.decode(body(message), base), in.getInt(0), in.getFloat(4));
  }

  /** A slice without its values, as {@link #decode} reads it; of {@link #HEADER} bytes. */
  public static byte[] header(Slice slice) {
    return prefixed(slice.place(), slice.value(), Message.encode(slice.update().withArray(new float[0])));
  }

  private static byte[] prefixed(int place, float value, byte[] message) {
    return ByteBuffer.allocate(8 + message.length).order(ByteOrder.LITTLE_ENDIAN)
        .putInt(place).putFloat(value).put(message).array();
  }

  private static ByteBuffer body(byte[] message) {
    if (message.length < HEADER) {
      throw new CorruptFile("a slice of " + message.length + " bytes ends inside its header");
    }
    return ByteBuffer.wrap(message, 8, message.length - 8).slice().order(ByteOrder.LITTLE_ENDIAN);
  }
}
