package io.gossamer.masks.codec;

import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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
  private static final int MAX_LAYERS = 10_000;

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
    int k = riceParameter(pattern.density());
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
  private static int riceParameter(double density) {
    if (density <= 0 || density >= 1) {
      return 0;
    }
    double golomb = -1 / (StrictMath.log(1 - density) / StrictMath.log(2));
    return golomb <= 1 ? 0 : Math.min(30, (int) Math.round(StrictMath.log(golomb) / StrictMath.log(2)));
  }

  /**
   * @throws CorruptFile if the bytes are not a whole mask message, or the places do not have the hash it promises
   */
  public static Mask decode(byte[] message) {
    ByteBuffer in = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
    require(in.remaining() >= 20 && in.getInt() == MAGIC, "it does not start as one");
    int version = in.getInt();
    long hash = in.getLong();
    int layers = in.getInt();
    require(layers >= 0 && layers <= MAX_LAYERS, "it declares " + layers + " layers");
    List<String> names = new ArrayList<>();
    List<Pattern> patterns = new ArrayList<>();
    for (int l = 0; l < layers; l++) {
      names.add(readName(in));
      patterns.add(readLayer(in));
    }
    require(!in.hasRemaining(), in.remaining() + " bytes follow its last layer");
    Mask mask = new Mask(version, names, patterns);
    require(mask.hash() == hash, "its places have another hash than it promises");
    return mask;
  }

  private static String readName(ByteBuffer in) {
    require(in.remaining() >= 2, "it ends before a layer's name");
    int length = in.getShort() & 0xffff;
    require(in.remaining() >= length, "it ends within a layer's name");
    byte[] name = new byte[length];
    in.get(name);
    return new String(name, StandardCharsets.UTF_8);
  }

  private static Pattern readLayer(ByteBuffer in) {
    require(in.remaining() >= 17, "it ends before a layer's places");
    int out = in.getInt();
    int inputs = in.getInt();
    int nnz = in.getInt();
    int k = in.get();
    int payload = in.getInt();
    long places = (long) out * inputs;
    require(out >= 0 && inputs >= 0 && places <= Integer.MAX_VALUE, "it declares a layer of " + out + " x " + inputs);
    require(nnz >= 0 && nnz <= places && k >= 0 && k <= 30, "it declares " + nnz + " of " + places + " places");
    require(payload >= 0 && payload <= in.remaining(), "it ends within a layer's places");
    if (nnz == places) {
      require(payload == 0, "a full layer has a payload");
      return Patterns.full(out, inputs);
    }
    require(payload * 8L >= nnz, "it declares more places than its payload can hold");
    ByteBuffer slice = in.slice().limit(payload);
    in.position(in.position() + payload);
    return Patterns.ofFlat(out, inputs, readPlaces(new BitReader(slice), (int) places, nnz, k));
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
