package io.gossamer.masks.codec;

import io.gossamer.masks.Mask;
import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A mask as bytes, little-endian, within 1.1 times the entropy of a random mask (Golomb-Rice coded gaps; measured 1.003
 * to 1.023, performance.md section 8):
 *
 * <pre>
 *   int magic "GMK1" | int version | long hash | int layers, then per layer:
 *     short name bytes | name in UTF-8 | int out | int in | int nnz | byte k | int payload bytes | payload
 *   payload: for each kept place in row-major order, the gap to the one before, minus one, in Rice code k:
 *     (gap >> k) ones, a zero, then the k low bits. Empty when every place is kept, or none.
 * </pre>
 */
public final class MaskCodec {
  private static final int MAGIC = 0x314b4d47;

  private MaskCodec() {}

  public static byte[] encode(Mask mask) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteBuffer head = ByteBuffer.allocate(20).order(ByteOrder.LITTLE_ENDIAN);
    head.putInt(MAGIC).putInt(mask.version()).putLong(mask.hash()).putInt(mask.patterns().size());
    out.writeBytes(head.array());
    for (int l = 0; l < mask.patterns().size(); l++) {
      writeLayer(mask.layers().get(l), mask.patterns().get(l), out);
    }
    return out.toByteArray();
  }

  private static void writeLayer(String name, Pattern pattern, ByteArrayOutputStream out) {
    byte[] nameBytes = name.getBytes(StandardCharsets.UTF_8);
    int k = riceParameter(pattern.nnz(), (long) pattern.out() * pattern.in());
    byte[] payload = pattern.isFull() ? new byte[0] : gaps(Patterns.flat(pattern), k);
    ByteBuffer head = ByteBuffer.allocate(2 + nameBytes.length + 17).order(ByteOrder.LITTLE_ENDIAN);
    head.putShort((short) nameBytes.length).put(nameBytes);
    head.putInt(pattern.out()).putInt(pattern.in()).putInt(pattern.nnz()).put((byte) k).putInt(payload.length);
    out.writeBytes(head.array());
    out.writeBytes(payload);
  }

  private static byte[] gaps(int[] places, int k) {
    BitWriter bits = new BitWriter();
    int before = -1;
    for (int place : places) {
      int gap = place - before - 1;
      bits.writeUnary(gap >>> k);
      bits.write(gap, k);
      before = place;
    }
    return bits.toBytes();
  }

  /** The k for which half of geometric gaps fall below {@code 2^k}. Source: Gallager and van Voorhis 1975. */
  private static int riceParameter(int nnz, long places) {
    if (nnz == 0 || nnz == places) {
      return 0;
    }
    double golomb = -1 / (StrictMath.log(1 - nnz / (double) places) / StrictMath.log(2));
    return golomb <= 1 ? 0 : Math.min(30, (int) Math.round(StrictMath.log(golomb) / StrictMath.log(2)));
  }

  /**
   * The mask in a message. The layers that are expected bound what a message can ask for: sizes come from it only after
   * they were found to be these.
   *
   * @param expected the masked layers of the network, in order
   * @throws CorruptFile if the bytes are not exactly what {@link #encode} makes of a mask for these layers
   */
  public static Mask decode(byte[] message, List<LayerShape> expected) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    require(in.remaining() >= 20 && in.getInt() == MAGIC, "it does not start as one");
    int version = in.getInt();
    long hash = in.getLong();
    int layers = in.getInt();
    require(layers == expected.size(), "it has " + layers + " layers, the network " + expected.size());
    List<Pattern> patterns = new ArrayList<>();
    for (LayerShape layer : expected) {
      readName(in, layer.name());
      patterns.add(readLayer(in, layer));
    }
    require(!in.hasRemaining(), in.remaining() + " bytes follow its last layer");
    Mask mask = new Mask(version, expected.stream().map(LayerShape::name).toList(), patterns);
    require(mask.hash() == hash, "its places have another hash than it promises");
    return mask;
  }

  private static void readName(ByteBuffer in, String expected) {
    require(in.remaining() >= 2, "it ends before the name of layer " + expected);
    int length = in.getShort() & 0xffff;
    require(in.remaining() >= length, "it ends within the name of layer " + expected);
    byte[] name = new byte[length];
    in.get(name);
    require(Arrays.equals(name, expected.getBytes(StandardCharsets.UTF_8)),
        "it names another layer where " + expected + " belongs");
  }

  private static Pattern readLayer(ByteBuffer in, LayerShape layer) {
    require(in.remaining() >= 17, "it ends before the places of layer " + layer.name());
    int out = in.getInt();
    int inputs = in.getInt();
    int nnz = in.getInt();
    int k = in.get();
    int payload = in.getInt();
    long places = layer.places();
    require(out == layer.out() && inputs == layer.in(), "its layer " + layer.name() + " is " + out + " x " + inputs
        + ", that of the network " + layer.out() + " x " + layer.in());
    require(nnz >= 0 && nnz <= places, "it declares " + nnz + " of " + places + " places");
    require(k == riceParameter(nnz, places), "its places are in a code of " + k + " bits");
    require(payload >= 0 && payload <= in.remaining(), "it ends within the places of layer " + layer.name());
    if (nnz == places) {
      require(payload == 0, "a full layer has a payload");
      return Patterns.full(out, inputs);
    }
    require(payload * 8L >= nnz, "it declares more places than its payload can hold");
    BitReader bits = new BitReader(in.slice().limit(payload));
    in.position(in.position() + payload);
    int[] flat = readPlaces(bits, (int) places, nnz, k);
    require(bits.isAtEnd(), "bits follow the last place of layer " + layer.name());
    return Patterns.ofFlat(out, inputs, flat);
  }

  private static int[] readPlaces(BitReader bits, int places, int nnz, int k) {
    int[] flat = new int[nnz];
    long before = -1;
    for (int n = 0; n < nnz; n++) {
      long gap = ((long) bits.readUnary(places >>> k) << k) + bits.read(k);
      before += gap + 1;
      require(before < places, "it names a place beyond the end of its layer");
      flat[n] = (int) before;
    }
    return flat;
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptFile("not a whole mask message: " + otherwise);
    }
  }
}
