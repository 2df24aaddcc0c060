package io.gossamer.driver.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.files.Sha256;
import io.gossamer.masks.Mask;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Window;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A model as a folder of two files. {@code model.safetensors} holds, for each masked layer {@code fcN}, what
 * {@code torch.sparse_csr_tensor} takes: {@code fcN.weight.crow_indices}, {@code .col_indices}, {@code .values}, and
 * every dense parameter by its name, for example {@code fcN.bias}; the scaling of features is {@code input.offset} and
 * {@code input.factor}. {@code model.json} holds layers, loss, schema, lineage and the SHA-256 of the tensors.
 */
public final class ModelFiles {
  private static final String TENSORS = "model.safetensors";
  private static final String DESCRIPTION = "model.json";
  private static final String FORMAT = "gossamer-model-2";
  private static final long MAX_DESCRIPTION = 256L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private ModelFiles() {}

  /**
   * Writes {@code model/} into {@code folder}: the sub-folder appears when both files are whole.
   *
   * @return SHA-256 of model.safetensors
   */
  public static String write(Model model, Folder folder) {
    byte[] tensors = SafeTensors.encode(tensors(model));
    String sha256 = Sha256.of(tensors);
    Folder staged = folder.child(".model.part");
    staged.delete();
    staged.create();
    staged.write(TENSORS, tensors);
    staged.write(DESCRIPTION, describe(model, sha256).toPrettyString() + "\n");
    staged.rename("model");
    return sha256;
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
    ObjectNode root = JSON.createObjectNode();
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
   * Reads a model from its folder, or from the run directory around it.
   *
   * @throws InvalidInput if there is no model
   * @throws CorruptFile if there is one and it is not whole
   */
  public static Model read(Folder given) {
    Folder folder = given.hasFile(DESCRIPTION) ? given : given.child("model");
    if (!folder.hasFile(DESCRIPTION) || !folder.hasFile(TENSORS)) {
      throw new InvalidInput("no model in " + given + "; name a run directory, or its folder model with " + DESCRIPTION
          + " and " + TENSORS);
    }
    byte[] bytes = folder.read(TENSORS, Integer.MAX_VALUE);
    JsonNode root = parse(folder);
    String sha256 = Sha256.of(bytes);
    if (!sha256.equals(root.path("sha256").asText())) {
      throw new CorruptFile(folder + ": " + TENSORS + " has SHA-256 " + sha256 + ", " + DESCRIPTION + " promises "
          + root.path("sha256").asText());
    }
    try {
      return model(root, SafeTensors.decode(bytes));
    } catch (InvalidInput | CorruptFile e) {
      throw new CorruptFile(folder + " is not a whole model: " + e.getMessage(), e);
    }
  }

  private static JsonNode parse(Folder folder) {
    try {
      JsonNode root = JSON.readTree(folder.read(DESCRIPTION, MAX_DESCRIPTION));
      if (!FORMAT.equals(root.path("format").asText())) {
        throw new CorruptFile(folder + ": " + DESCRIPTION + " is of format \"" + root.path("format").asText()
            + "\"; this version reads " + FORMAT);
      }
      return root;
    } catch (IOException e) {
      throw new CorruptFile(folder + ": " + DESCRIPTION + " is not JSON", e);
    }
  }

  private static Model model(JsonNode root, Map<String, Tensor> tensors) {
    NetworkSpec network = network(root.path("network"));
    List<Pattern> patterns = new ArrayList<>();
    for (NetworkSpec.Masked masked : network.masked()) {
      String weight = masked.layer() + ".weight";
      patterns.add(new Pattern(masked.parameter().out(), masked.parameter().in(),
          ints(tensors, weight + ".crow_indices"), ints(tensors, weight + ".col_indices")));
    }
    Mask mask = new Mask(root.path("mask").path("version").asInt(), network.maskedNames(), patterns);
    if (!String.format("%016x", mask.hash()).equals(root.path("mask").path("hash").asText())) {
      throw new CorruptFile("its places have another hash than " + DESCRIPTION + " promises");
    }
    Schema schema = SchemaFiles.read(root.path("schema"), tensors);
    if (schema.featureCount() != network.inputs()) {
      throw new CorruptFile("its schema has " + schema.featureCount() + " features, its network " + network.inputs());
    }
    JsonNode origin = root.path("origin");
    return new Model(network, mask, values(network.layout(patterns), tensors), schema, new Model.Origin(
        origin.path("gossamer").asText(), origin.path("planHash").asText(), origin.path("dataFingerprint").asText(),
        origin.path("seed").asLong()), executions(root.path("crossovers")));
  }

  /** Says how fast, never what: models without it read as well. */
  private static Executions executions(JsonNode node) {
    List<Double> crossovers = new ArrayList<>();
    node.forEach(crossover -> crossovers.add(crossover.asDouble()));
    return new Executions(crossovers);
  }

  private static NetworkSpec network(JsonNode node) {
    List<String> lines = new ArrayList<>();
    node.path("layers").forEach(line -> lines.add(line.asText()));
    Shape rows = new Shape(node.at("/rows/0").asInt(), node.at("/rows/1").asInt(), node.at("/rows/2").asInt());
    return new NetworkSpec(
        rows, node.path("sparseRows").asBoolean(), LayerSyntax.parse(lines), LossFiles.read(node.path("loss")));
  }

  private static float[] values(ParameterLayout layout, Map<String, Tensor> tensors) {
    float[] values = new float[layout.length()];
    for (Window window : layout.windows()) {
      copy(floats(tensors, tensorName(window)), window.offset(), window.length(), values);
    }
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new CorruptFile("one of its values is " + value);
      }
    }
    return values;
  }

  private static void copy(float[] from, int at, int length, float[] into) {
    if (from.length != length) {
      throw new CorruptFile("a tensor has " + from.length + " values where " + length + " belong");
    }
    System.arraycopy(from, 0, into, at, length);
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
