package io.gossamer.driver.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Json;
import io.gossamer.ops.CorruptFile;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format, for the four types we use:
 *
 * <pre>
 *   8 bytes: header length n, little-endian | n bytes: JSON, padded with spaces | tensor bytes, one after the other
 *   JSON: {"name": {"dtype": "F32", "I32", "F64" or "I64", "shape": [..], "data_offsets": [from, to]}, ...}
 * </pre>
 *
 * The bytes are a function of the tensors alone: no dates, no versions. Reading and writing take one buffer beside the
 * tensors, however large the file. Source: huggingface/safetensors, section Format.
 */
public final class SafeTensors {
  private static final int MAX_HEADER = 16 << 20;
  private static final int BUFFER = 1 << 16;
  private static final String HEADER = "not a whole safetensors file: its header";
  private static final ObjectMapper JSON = new ObjectMapper();

  private SafeTensors() {}

  public static byte[] encode(List<Tensor> tensors) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      write(tensors, out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return out.toByteArray();
  }

  /** Writes the whole file to {@code out}, which stays open. */
  public static void write(List<Tensor> tensors, OutputStream out) throws IOException {
    byte[] header = header(tensors);
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    out.write(buffer.putLong(header.length).array(), 0, Long.BYTES);
    out.write(header);
    for (Tensor tensor : tensors) {
      int chunk = BUFFER / tensor.type().bytes();
      for (int from = 0; from < tensor.length(); from += chunk) {
        int count = Math.min(chunk, tensor.length() - from);
        tensor.type().put(tensor.data(), from, count, buffer.clear());
        out.write(buffer.array(), 0, count * tensor.type().bytes());
      }
    }
  }

  private static byte[] header(List<Tensor> tensors) {
    ObjectNode header = JSON.createObjectNode();
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      tensor.shape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(at).add(at + tensor.bytes());
      at += tensor.bytes();
    }
    try {
      String text = JSON.writeValueAsString(header);
      return (text + " ".repeat((8 - text.getBytes(StandardCharsets.UTF_8).length % 8) % 8))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }

  /**
   * @throws CorruptFile if the bytes are not a whole safetensors file of our types, without gaps or overlaps
   */
  public static Map<String, Tensor> decode(byte[] bytes) {
    try {
      return read(new ByteArrayInputStream(bytes), bytes.length);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from memory failed", e);
    }
  }

  /**
   * Reads a whole file of {@code length} bytes, to its last one. Memory is bounded by that length, whatever the header
   * declares.
   *
   * @throws CorruptFile if the bytes are not a whole safetensors file of our types, without gaps or overlaps
   */
  public static Map<String, Tensor> read(InputStream in, long length) throws IOException {
    require(length >= 8, "it has only " + length + " bytes");
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER).order(ByteOrder.LITTLE_ENDIAN);
    fill(in, buffer.array(), Long.BYTES);
    long headerLength = buffer.getLong();
    require(headerLength >= 2 && headerLength <= Math.min(MAX_HEADER, length - 8),
        "it declares a header of " + headerLength + " bytes in a file of " + length);
    byte[] header = new byte[(int) headerLength];
    fill(in, header, header.length);
    List<Entry> entries = entries(Json.parse(header, HEADER));
    checkPlaces(entries, length - 8 - headerLength);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (Entry entry : entries) {
      tensors.put(entry.name, entry.read(in, buffer));
    }
    return tensors;
  }

  private static List<Entry> entries(JsonNode header) {
    List<Entry> entries = new ArrayList<>();
    for (Iterator<String> names = header.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      if (!name.equals("__metadata__")) {
        entries.add(Entry.of(name, header.get(name)));
      }
    }
    entries.sort(Comparator.comparingLong(Entry::from).thenComparingLong(Entry::to));
    return entries;
  }

  /** Before anything is allocated. */
  private static void checkPlaces(List<Entry> entries, long bytes) {
    long end = 0;
    for (Entry entry : entries) {
      require(entry.from == end && entry.to >= entry.from && entry.to <= bytes,
          "tensor \"" + entry.name + "\" lies at " + entry.from + " to " + entry.to + "; " + end + " was next");
      require(entry.to - entry.from == entry.type.bytes() * entry.elements(), "tensor \"" + entry.name
          + "\" has a shape of " + entry.elements() + " elements and " + (entry.to - entry.from) + " bytes");
      end = entry.to;
    }
    require(end == bytes, (bytes - end) + " bytes follow the last tensor");
  }

  private record Entry(String name, TensorType type, List<Integer> shape, long from, long to) {
    static Entry of(String name, JsonNode node) {
      require(StandardCharsets.UTF_8.newEncoder().canEncode(name), "the name of a tensor is no Unicode text");
      List<Integer> shape = new ArrayList<>();
      require(node.path("shape").isArray(), "tensor \"" + name + "\" has no shape");
      for (JsonNode extent : node.path("shape")) {
        require(extent.isInt() && extent.asInt() >= 0, "tensor \"" + name + "\" has an extent of " + extent);
        shape.add(extent.asInt());
      }
      JsonNode offsets = node.path("data_offsets");
      require(offsets.size() == 2 && isLong(offsets.get(0)) && isLong(offsets.get(1)),
          "tensor \"" + name + "\" has no data_offsets");
      return new Entry(name, type(name, node), shape, offsets.get(0).asLong(), offsets.get(1).asLong());
    }

    private static TensorType type(String name, JsonNode node) {
      String type = node.path("dtype").asText();
      return Arrays.stream(TensorType.values()).filter(known -> known.name().equals(type)).findFirst()
          .orElseThrow(() -> new CorruptFile("not a safetensors file for us: tensor \"" + name + "\" is of type \""
              + type + "\"; F32, I32, F64 and I64 are read"));
    }

    private static boolean isLong(JsonNode node) {
      return node.isIntegralNumber() && node.canConvertToLong();
    }

    /** -1 where the product does not fit, which no byte count equals. */
    long elements() {
      long product = 1;
      for (int extent : shape) {
        product *= extent;
        if (product > Integer.MAX_VALUE) {
          return -1;
        }
      }
      return product;
    }

    Tensor read(InputStream in, ByteBuffer buffer) throws IOException {
      int length = (int) elements();
      Object data = type.newArray(length);
      int chunk = BUFFER / type.bytes();
      for (int at = 0; at < length; at += chunk) {
        int count = Math.min(chunk, length - at);
        fill(in, buffer.array(), count * type.bytes());
        type.get(buffer.clear(), data, at, count);
      }
      return new Tensor(name, shape, data);
    }
  }

  private static void fill(InputStream in, byte[] into, int count) throws IOException {
    int read = in.readNBytes(into, 0, count);
    require(read == count, "it ends " + (count - read) + " bytes early");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptFile("not a whole safetensors file: " + otherwise);
    }
  }
}
