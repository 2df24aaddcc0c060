package io.gossamer.worker.round;

import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.narrow.NarrowKernels;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.codec.ValueCoder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/**
 * The bytes of what travels every round, little-endian: a header of {@link #HEADER} bytes, then nothing but values and,
 * where it is averaged, the optimiser's state.
 *
 * <pre>
 *   0 int magic "GVA1"   4 int round        8 int particle    12 int shard (-1: from the driver)
 *  16 int mask version  20 int steps       24 long mask hash  32 long rows
 *  40 double weight     48 double loss sum 56 long compute nanos
 *  64 values as {@link ValueCoder} writes them: 8 bytes that count and describe them, then the values
 *     state: the same for each {@link Slot}, in their order
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

  /** What the driver sends down: what a round starts from, rounded as {@code exchange} says. */
  public static byte[] encodeDown(Assignment assignment, Replica start, Exchange exchange) {
    Update down = down(
        assignment.round(), assignment.particle(), assignment.maskVersion(), assignment.maskHash(), start.values());
    Seed rounding = new Seed(assignment.seed()).child("down", assignment.particle(), assignment.round());
    ValueCoder coder = coder();
    return message(down, loads(start, start, exchange, rounding).stream()
        .map(load -> coder.encode(load.exchange().down(), load.array(), load.rounding())).toList());
  }

  /**
   * An array that travels.
   *
   * @param base what the receiver has of it
   */
  private record Load(float[] base, float[] array, Exchange exchange, Seed rounding) {
    byte[] encodeUp(ValueCoder coder) {
      return coder.encode(exchange.up(), exchange.moves(), base, array, 0, array.length, rounding);
    }

    Stream<byte[]> encodeUp(ValueCoder coder, int length) {
      return Stream.of(coder.encode(exchange.up(), exchange.moves(), base, array, length, rounding));
    }
  }

  /** Values first, then the state. */
  private static List<Load> loads(Replica base, Replica sent, Exchange exchange, Seed rounding) {
    List<Load> loads = new ArrayList<>();
    loads.add(new Load(base.values(), sent.values(), exchange, rounding));
    base.state().forEach((slot, array) -> loads.add(
        new Load(array, sent.state().get(slot), exchange.of(slot), rounding.child(slot.key()))));
    return loads;
  }

  private static Update down(int round, int particle, int maskVersion, long maskHash, float[] values) {
    return new Update(round, particle, FROM_DRIVER, maskVersion, maskHash, 0, 0, 0, 0, 0, values);
  }

  /** Whole values, as they are and without state. */
  public static byte[] encode(Update update) {
    return message(update, List.of(coder().encode(Codec.FP32, update.values(), new Seed(0))));
  }

  /**
   * What a task sends up: what its steps changed.
   *
   * @param base what the task started from
   */
  public static byte[] encodeUp(Update update, Assignment assignment, Replica base, Exchange exchange) {
    if (update.values().length == 0) {
      return encode(update);
    }
    ValueCoder coder = coder();
    return message(update, loads(base, update.replica(), exchange, roundingUp(update, assignment)).stream()
        .map(load -> load.encodeUp(coder)).toList());
  }

  /**
   * What a task sends up, cut into {@code slices} messages: array after array, {@code length} numbers each, the last of
   * an array of what is left.
   *
   * @param length a multiple of {@link ValueCoder#BLOCK}
   */
  static byte[][] encodeUp(
      Update update, Assignment assignment, Replica base, Exchange exchange, int length, int slices) {
    if (update.values().length == 0) {
      return Collections.nCopies(slices, encode(update)).toArray(byte[][]::new);
    }
    ValueCoder coder = coder();
    return loads(base, update.replica(), exchange, roundingUp(update, assignment)).stream()
        .flatMap(load -> load.encodeUp(coder, length)).map(slice -> message(update, List.of(slice)))
        .toArray(byte[][]::new);
  }

  private static Seed roundingUp(Update update, Assignment assignment) {
    return new Seed(assignment.seed()).child("up", update.particle(), update.shard(), update.round());
  }

  private static ValueCoder coder() {
    return new ValueCoder(NarrowKernels.like(KernelChoice.kernels()));
  }

  private static byte[] message(Update update, List<byte[]> arrays) {
    long bytes = VALUES + arrays.stream().mapToLong(array -> array.length).sum();
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(MAGIC).putInt(update.round()).putInt(update.particle()).putInt(update.shard());
    out.putInt(update.maskVersion()).putInt(update.steps()).putLong(update.maskHash()).putLong(update.rows());
    out.putDouble(update.weight()).putDouble(update.lossSum()).putLong(update.computeNanos());
    arrays.forEach(out::put);
    return out.array();
  }

  /**
   * Reads whole values without state.
   *
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Update decode(byte[] message) {
    return decode(message, List.of());
  }

  /**
   * Reads whole values.
   *
   * @param slots the state that must come with them
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Update decode(byte[] message, List<Slot> slots) {
    ByteBuffer in = checked(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    ValueCoder coder = coder();
    float[] values = whole(coder, in, new float[ValueCoder.count(in)]);
    Map<Slot, float[]> state = new TreeMap<>();
    for (Slot slot : slots) {
      state.put(slot, whole(coder, in, new float[values.length]));
    }
    ValueCoder.end(in);
    return update(in, new Replica(values, state));
  }

  private static float[] whole(ValueCoder coder, ByteBuffer in, float[] values) {
    if (in.remaining() >= ValueCoder.HEADER && in.getShort(in.position() + 5) != 0) {
      throw new CorruptFile("a message of values holds changes, where whole values were expected");
    }
    coder.decodeNext(in, values, 0, values.length);
    return values;
  }

  /**
   * Reads what a task sent up.
   *
   * @param bases what each particle had, by its number; not changed
   * @throws CorruptFile if the bytes are not one whole message
   */
  public static Update decode(byte[] message, IntFunction<Replica> bases) {
    ByteBuffer in = checked(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    Replica arrays = in.getInt(VALUES) == 0 ? Replica.of(new float[0]) : bases.apply(in.getInt(8)).copy();
    return decode(in, arrays);
  }

  private static Update decode(ByteBuffer in, Replica arrays) {
    ValueCoder coder = coder();
    coder.decodeNext(in, arrays.values(), 0, arrays.values().length);
    for (float[] array : arrays.state().values()) {
      coder.decodeNext(in, array, 0, array.length);
    }
    ValueCoder.end(in);
    return update(in, arrays);
  }

  /** Reads a slice of one array into what its places held before. */
  static Update decode(ByteBuffer message, float[] base) {
    ByteBuffer in = checked(message);
    return decode(in, Replica.of(in.getInt(VALUES) == 0 ? new float[0] : base));
  }

  static int particle(ByteBuffer message) {
    return checked(message).getInt(8);
  }

  static int shard(ByteBuffer message) {
    return checked(message).getInt(12);
  }

  /**
   * Numbers {@code [from, to)} of one array of a message of whole arrays as they are, without reading the others.
   *
   * @param array as {@link Replica#array} counts
   * @throws CorruptFile if the bytes are not such a message
   */
  public static float[] slice(byte[] message, int array, int from, int to) {
    ByteBuffer in = checked(ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN));
    long at = VALUES + array * (ValueCoder.HEADER + 4L * in.getInt(VALUES));
    boolean whole = from >= 0 && to >= from && at >= VALUES && at + ValueCoder.HEADER + 4L * to <= message.length;
    if (!whole || !isPlain(in, (int) at, to)) {
      throw new CorruptFile("a message of " + message.length + " bytes has no whole values " + from + " to " + to
          + " in array " + array);
    }
    float[] values = new float[to - from];
    in.position((int) at + ValueCoder.HEADER + 4 * from).asFloatBuffer().get(values);
    return values;
  }

  private static boolean isPlain(ByteBuffer in, int at, int to) {
    return in.getInt(at) >= to && in.get(at + 4) == Codec.FP32.ordinal() && in.getShort(at + 5) == 0;
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

  private static Update update(ByteBuffer in, Replica arrays) {
    return new Update(
        in.getInt(4), in.getInt(8), in.getInt(12), in.getInt(16), in.getLong(24), in.getInt(20), in.getLong(32),
        in.getDouble(40), in.getDouble(48), in.getLong(56), arrays.values(), arrays.state());
  }
}
