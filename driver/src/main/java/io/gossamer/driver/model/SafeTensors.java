package io.gossamer.driver.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.ops.CorruptFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The safetensors format, for the two types we use:
 *
 * <pre>
 *   8 bytes: header length n, little-endian | n bytes: JSON, padded with spaces | tensor bytes, one after the other
 *   JSON: {"name": {"dtype": "F32" or "I32", "shape": [..], "data_offsets": [from, to]}, ...}
 * </pre>
 *
 * The bytes are a function of the tensors alone: no dates, no versions. Source: huggingface/safetensors, section
 * Format.
 */
public final class SafeTensors {
  private static final int MAX_HEADER = 16 << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SafeTensors() {}

  public static byte[] encode(List<Tensor> tensors) {
    ObjectNode header = JSON.createObjectNode();
    long at = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = header.putObject(tensor.name());
      entry.put("dtype", tensor.type());
      tensor.shape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(at).add(at + 4L * tensor.length());
      at += 4L * tensor.length();
    }
    byte[] json = padded(header);
    ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(8 + json.length + at)).order(ByteOrder.LITTLE_ENDIAN);
    out.putLong(json.length).put(json);
    for (Tensor tensor : tensors) {
      put(tensor, out);
    }
    return out.array();
  }

  private static byte[] padded(ObjectNode header) {
    try {
      String text = JSON.writeValueAsString(header);
      return (text + " ".repeat((8 - text.getBytes(StandardCharsets.UTF_8).length % 8) % 8))
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }

  private static void put(Tensor tensor, ByteBuffer out) {
    if (tensor.data() instanceof float[] floats) {
      out.asFloatBuffer().put(floats);
    } else {
      out.asIntBuffer().put((int[]) tensor.data());
    }
    out.position(out.position() + 4 * tensor.length());
  }

  /**
   * @throws CorruptFile if the bytes are not a whole safetensors file of our two types, without gaps or overlaps
   */
  public static Map<String, Tensor> decode(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    require(bytes.length >= 8, "it has only " + bytes.length + " bytes");
    long headerLength = in.getLong();
    require(headerLength >= 2 && headerLength <= Math.min(MAX_HEADER, bytes.length - 8),
        "it declares a header of " + headerLength + " bytes in a file of " + bytes.length);
    int dataAt = (int) (8 + headerLength);
    List<Entry> entries = entries(parse(bytes, (int) headerLength));
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    long end = 0;
    for (Entry entry : entries) {
      require(entry.from == end && entry.to >= entry.from && dataAt + entry.to <= bytes.length,
          "tensor \"" + entry.name + "\" lies at " + entry.from + " to " + entry.to + "; " + end + " was next");
      require(entry.to - entry.from == 4 * entry.elements(), "tensor \"" + entry.name + "\" has a shape of "
          + entry.elements() + " elements and " + (entry.to - entry.from) + " bytes");
      end = entry.to;
      tensors.put(entry.name, entry.read(in, dataAt));
    }
    require(dataAt + end == bytes.length, (bytes.length - dataAt - end) + " bytes follow the last tensor");
    return tensors;
  }

  private static JsonNode parse(byte[] bytes, int headerLength) {
    try {
      return JSON.readTree(bytes, 8, headerLength);
    } catch (IOException e) {
      throw new CorruptFile("not a whole safetensors file: its header is not JSON", e);
    }
  }

  private static List<Entry> entries(JsonNode header) {
    require(header != null && header.isObject(), "its header is not a JSON object");
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

  private record Entry(String name, boolean floats, List<Integer> shape, long from, long to) {
    static Entry of(String name, JsonNode node) {
      String type = node.path("dtype").asText();
      require(type.equals("F32") || type.equals("I32"),
          "tensor \"" + name + "\" is of type \"" + type + "\"; F32 and I32 are read");
      List<Integer> shape = new ArrayList<>();
      require(node.path("shape").isArray(), "tensor \"" + name + "\" has no shape");
      for (JsonNode extent : node.path("shape")) {
        require(extent.isInt() && extent.asInt() >= 0, "tensor \"" + name + "\" has an extent of " + extent);
        shape.add(extent.asInt());
      }
      JsonNode offsets = node.path("data_offsets");
      require(offsets.size() == 2 && offsets.get(0).isIntegralNumber() && offsets.get(1).isIntegralNumber(),
          "tensor \"" + name + "\" has no data_offsets");
      return new Entry(name, type.equals("F32"), shape, offsets.get(0).asLong(), offsets.get(1).asLong());
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

    Tensor read(ByteBuffer in, int dataAt) {
      ByteBuffer slice = in.slice((int) (dataAt + from), (int) (to - from)).order(ByteOrder.LITTLE_ENDIAN);
      if (floats) {
        float[] data = new float[(int) elements()];
        slice.asFloatBuffer().get(data);
        return new Tensor(name, shape, data);
      }
      int[] data = new int[(int) elements()];
      slice.asIntBuffer().get(data);
      return new Tensor(name, shape, data);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new CorruptFile("not a whole safetensors file: " + otherwise);
    }
  }
}
