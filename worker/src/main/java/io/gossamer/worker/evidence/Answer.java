package io.gossamer.worker.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.CorruptFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a shard says to a {@link Probe}. Sums are signed and of this shard alone; a shard without rows says nothing.
 *
 * @param weight summed weight of the rows that took part
 * @param at sums at the asked places, in their order
 * @param bounds by layer and group, layer after layer: no candidate that is not named has a larger absolute sum
 * @param named places that the shard named; null where nothing was to be named
 * @param values sums at the named places, in their order
 * @param squares by layer and column, layer after layer: summed squares of inputs
 *
 * <pre>
 *   int magic "GEA1"   int shard   double weight   int at   int bounds   int bytes of places   int values   int squares
 *   then these, values as float32, squares as float64, little-endian
 * </pre>
 */
public record Answer(
    int shard, double weight, float[] at, float[] bounds, Mask named, float[] values, double[] squares) {
  private static final int MAGIC = 0x31414547;
  private static final int HEADER = 36;

  /** What a shard without rows says. */
  static Answer nothing(int shard) {
    return new Answer(shard, 0, new float[0], new float[0], null, new float[0], new double[0]);
  }

  /** The bytes that go up. */
  public byte[] encode() {
    byte[] places = named == null ? new byte[0] : MaskCodec.encode(named);
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(
        HEADER + 4L * (at.length + bounds.length + values.length) + places.length + 8L * squares.length));
    out.order(ByteOrder.LITTLE_ENDIAN).putInt(MAGIC).putInt(shard).putDouble(weight);
    out.putInt(at.length).putInt(bounds.length).putInt(places.length).putInt(values.length).putInt(squares.length);
    put(out, at);
    put(out, bounds);
    out.put(places);
    put(out, values);
    for (double square : squares) {
      out.putDouble(square);
    }
    return out.array();
  }

  private static void put(ByteBuffer out, float[] floats) {
    out.asFloatBuffer().put(floats);
    out.position(out.position() + 4 * floats.length);
  }

  /**
   * What {@link #encode} made.
   *
   * @param layers of the mask
   * @throws CorruptFile if the bytes are not one whole answer
   */
  public static Answer decode(byte[] message, List<LayerShape> layers) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    if (message.length < HEADER || in.getInt() != MAGIC) {
      throw new CorruptFile("not an answer of a shard: " + message.length + " bytes that do not start as one");
    }
    int shard = in.getInt();
    double weight = in.getDouble();
    int[] counts = {in.getInt(), in.getInt(), in.getInt(), in.getInt(), in.getInt()};
    long length = HEADER + 4L * (counts[0] + (long) counts[1] + counts[3]) + counts[2] + 8L * counts[4];
    if (IntStream.of(counts).anyMatch(count -> count < 0) || length != message.length) {
      throw new CorruptFile("an answer of a shard has " + message.length + " bytes, its header promises " + length);
    }
    float[] at = floats(in, counts[0]);
    float[] bounds = floats(in, counts[1]);
    byte[] places = new byte[counts[2]];
    in.get(places);
    float[] values = floats(in, counts[3]);
    double[] squares = new double[counts[4]];
    for (int c = 0; c < squares.length; c++) {
      squares[c] = in.getDouble();
    }
    Mask named = places.length == 0 ? null : MaskCodec.decode(places, layers);
    long expected = named == null ? 0 : named.nnz();
    if (values.length != expected) {
      throw new CorruptFile("an answer of a shard names " + expected + " places and has " + values.length + " sums");
    }
    return new Answer(shard, weight, at, bounds, named, values, squares);
  }

  private static float[] floats(ByteBuffer in, int count) {
    float[] floats = new float[count];
    in.asFloatBuffer().get(floats);
    in.position(in.position() + 4 * count);
    return floats;
  }
}
