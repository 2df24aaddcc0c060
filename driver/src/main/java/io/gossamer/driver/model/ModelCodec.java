package io.gossamer.driver.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.files.Json;
import io.gossamer.driver.files.Sha256;
import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Window;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model as the bytes of its two files. What was read is described again and must come out as it stands in the file:
 * so a field that is missing, unknown or of another kind is noticed without a line for each.
 */
final class ModelCodec {
  private static final String FORMAT = "gossamer-model-3";

  private ModelCodec() {}

  /** The bytes of both files. */
  record Contents(byte[] tensors, byte[] description) {}

  static Contents encode(Model model) {
    byte[] tensors = SafeTensors.encode(tensors(model));
    ObjectNode description = Json.sealed(describe(model, Sha256.of(tensors)));
    return new Contents(tensors, (description.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private static List<Tensor> tensors(Model model) {
    List<Window> windows = model.network().layout(model.mask().patterns()).windows();
    List<Tensor> tensors = new ArrayList<>();
    for (int n = 0; n < windows.size(); n++) {
      Window window = windows.get(n);
      if (window.masked()) {
        Pattern pattern = model.mask().patterns().get(n);
        tensors.add(Tensor.of(window.name() + ".crow_indices", pattern.rowStarts()));
        tensors.add(Tensor.of(window.name() + ".col_indices", pattern.columns()));
      }
      tensors.add(Tensor.of(tensorName(window), slice(model, window.offset(), window.length())));
    }
    tensors.addAll(SchemaFiles.tensors(model.schema()));
    return tensors;
  }

  private static String tensorName(Window window) {
    return window.masked() ? window.name() + ".values" : window.name();
  }

  private static float[] slice(Model model, int from, int length) {
    return Arrays.copyOfRange(model.values(), from, from + length);
  }

  private static ObjectNode describe(Model model, String sha256) {
    NetworkSpec network = model.network();
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("format", FORMAT).put("sha256", sha256);
    ObjectNode shape = root.putObject("network");
    Shape rows = network.rows();
    shape.putArray("rows").add(rows.channels()).add(rows.height()).add(rows.width());
    shape.put("sparseRows", network.sparseRows());
    LayerSyntax.format(network.nodes()).forEach(shape.putArray("layers")::add);
    shape.set("loss", LossFiles.describe(network.loss()));
    ObjectNode mask = root.putObject("mask");
    mask.put("version", model.mask().version()).put("hash", String.format("%016x", model.mask().hash()));
    mask.put("nnz", model.mask().nnz()).put("sparsity", model.mask().sparsity());
    model.executions().crossovers().forEach(root.putArray("crossovers")::add);
    root.set("schema", SchemaFiles.describe(model.schema()));
    ObjectNode origin = root.putObject("origin");
    origin.put("gossamer", model.origin().gossamer()).put("planHash", model.origin().planHash());
    origin.put("dataFingerprint", model.origin().dataFingerprint()).put("seed", model.origin().seed());
    return root;
  }

  /**
   * The model in two files that belong together.
   *
   * @throws CorruptFile or InvalidInput saying in what they are not whole
   */
  static Model decode(Contents contents) {
    ObjectNode root = Json.parse(contents.description(), ModelFiles.DESCRIPTION);
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new CorruptFile(ModelFiles.DESCRIPTION + " is of format \"" + root.path("format").asText()
          + "\"; this version reads " + FORMAT);
    }
    ObjectNode described = Json.unsealed(root, ModelFiles.DESCRIPTION);
    String sha256 = Sha256.of(contents.tensors());
    if (!sha256.equals(described.path("sha256").asText())) {
      throw new CorruptFile(ModelFiles.TENSORS + " has SHA-256 " + sha256 + ", " + ModelFiles.DESCRIPTION
          + " promises " + described.path("sha256").asText());
    }
    Model model = model(described, SafeTensors.decode(contents.tensors()));
    Json.requireSame(described, describe(model, sha256), ModelFiles.DESCRIPTION);
    return model;
  }

  private static Model model(JsonNode root, Map<String, Tensor> tensors) {
    NetworkSpec network = network(root.path("network"));
    requireRoom(network);
    List<Pattern> patterns = new ArrayList<>();
    for (NetworkSpec.Masked masked : network.masked()) {
      String weight = masked.layer() + ".weight";
      patterns.add(new Pattern(masked.parameter().out(), masked.parameter().in(),
          ints(tensors, weight + ".crow_indices"), ints(tensors, weight + ".col_indices")));
    }
    Mask mask = new Mask(root.path("mask").path("version").asInt(), network.maskedNames(), patterns);
    if (!String.format("%016x", mask.hash()).equals(root.path("mask").path("hash").asText())) {
      throw new CorruptFile("its places have another hash than " + ModelFiles.DESCRIPTION + " promises");
    }
    Schema schema = SchemaFiles.read(root.path("schema"), tensors);
    SchemaFiles.requireFit(schema, network);
    JsonNode origin = root.path("origin");
    return new Model(network, mask, values(network.layout(patterns), tensors), schema, new Model.Origin(
        origin.path("gossamer").asText(), origin.path("planHash").asText(), origin.path("dataFingerprint").asText(),
        origin.path("seed").asLong()), executions(root.path("crossovers")));
  }

  private static Executions executions(JsonNode node) {
    List<Double> crossovers = new ArrayList<>();
    node.forEach(crossover -> crossovers.add(crossover.asDouble()));
    return new Executions(crossovers);
  }

  /** The view by input costs memory for inputs without a weight too: a small file could ask for more than there is. */
  private static void requireRoom(NetworkSpec network) {
    long inputs = network.masked().stream().mapToLong(masked -> masked.parameter().in()).sum();
    if (2L * Integer.BYTES * inputs > Runtime.getRuntime().maxMemory() / 2) {
      throw new CorruptFile(String.format(
          "its layers declare %,d inputs, too many for the heap of this process; give it more if they are right",
          inputs));
    }
  }

  private static NetworkSpec network(JsonNode node) {
    List<String> lines = new ArrayList<>();
    node.path("layers").forEach(line -> lines.add(line.asText()));
    Shape rows = new Shape(node.at("/rows/0").asInt(), node.at("/rows/1").asInt(), node.at("/rows/2").asInt());
    return new NetworkSpec(
        rows, node.path("sparseRows").asBoolean(), LayerSyntax.parse(lines), LossFiles.read(node.path("loss")));
  }

  private static float[] values(ParameterLayout layout, Map<String, Tensor> tensors) {
    Set<String> unknown = new HashSet<>(tensors.keySet());
    unknown.removeAll(SchemaFiles.TENSORS);
    for (Window window : layout.windows()) {
      float[] values = floats(tensors, tensorName(window));
      if (values.length != window.length()) {
        throw new CorruptFile("tensor \"" + tensorName(window) + "\" has " + values.length + " values where "
            + window.length() + " belong");
      }
      unknown.removeAll(
          List.of(tensorName(window), window.name() + ".crow_indices", window.name() + ".col_indices"));
    }
    if (!unknown.isEmpty()) {
      throw new CorruptFile("tensor \"" + unknown.iterator().next() + "\" belongs to none of its layers");
    }
    float[] all = new float[layout.length()];
    for (Window window : layout.windows()) {
      System.arraycopy(floats(tensors, tensorName(window)), 0, all, window.offset(), window.length());
    }
    requireFinite("its values", all);
    return all;
  }

  static void requireFinite(String what, float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new CorruptFile("one of " + what + " is " + value);
      }
    }
  }

  static float[] floats(Map<String, Tensor> tensors, String name) {
    if (tensors.get(name) != null && tensors.get(name).data() instanceof float[] floats) {
      return floats;
    }
    throw new CorruptFile("tensor \"" + name + "\" of type F32 is missing");
  }

  private static int[] ints(Map<String, Tensor> tensors, String name) {
    if (tensors.get(name) != null && tensors.get(name).data() instanceof int[] ints) {
      return ints;
    }
    throw new CorruptFile("tensor \"" + name + "\" of type I32 is missing");
  }
}

