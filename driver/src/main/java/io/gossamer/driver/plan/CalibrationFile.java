package io.gossamer.driver.plan;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Json;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.calibrate.Crossover;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The file that remembers the timings of one machine type:
 *
 * <pre>
 * {"format": "gossamer-calibration-2", "machine": "...", "densities": [0.02, ...],
 *  "layers": {"linear out=300 on 784, 64 columns": {"dense": 812.4, "sparse": [61.0, ...]}, ...},
 *  "seal": "SHA-256 of the rest"}
 * </pre>
 *
 * Times are microseconds. Appears by a rename; whatever is wrong with it means that nothing is remembered.
 */
final class CalibrationFile {
  private static final String FORMAT = "gossamer-calibration-2";
  private static final long LARGEST = 8L << 20;

  private final Path path;
  private final MachineType machine;
  private String trouble = "";

  CalibrationFile(Path folder, MachineType machine) {
    this.path = folder.resolve("calibration-" + machine.hash() + ".json");
    this.machine = machine;
  }

  /** {@code gossamer} in XDG_CACHE_HOME, else in .cache of the home folder. */
  static Path userFolder(Map<String, String> environment, String home) {
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    return (cache.isEmpty() ? Path.of(home, ".cache") : Path.of(cache)).resolve("gossamer");
  }

  Path path() {
    return path;
  }

  /** What went wrong so far, to end a sentence with; empty where nothing did. */
  String trouble() {
    return trouble;
  }

  Map<String, Crossover> read() {
    if (!Files.exists(path)) {
      return new TreeMap<>();
    }
    try {
      if (Files.size(path) > LARGEST) {
        throw new IOException("it has over " + LARGEST + " bytes");
      }
      return parse(Json.unsealed(Json.parse(Files.readAllBytes(path), "it"), "it"));
    } catch (IOException | CorruptFile e) {
      trouble = "; what stood there could not be read (" + said(e) + ")";
      return new TreeMap<>();
    }
  }

  private Map<String, Crossover> parse(JsonNode root) {
    if (!FORMAT.equals(root.path("format").asText()) || !machine.toString().equals(root.path("machine").asText())
        || !numbers(root.path("densities")).equals(Crossover.DENSITIES)) {
      throw new CorruptFile("it is of another format or machine");
    }
    Map<String, Crossover> layers = new TreeMap<>();
    for (Map.Entry<String, JsonNode> layer : root.path("layers").properties()) {
      List<Double> sparse = numbers(layer.getValue().path("sparse"));
      if (sparse.size() != Crossover.DENSITIES.size()) {
        throw new CorruptFile(sparse.size() + " times stand there for " + Crossover.DENSITIES.size() + " densities");
      }
      layers.put(layer.getKey(), new Crossover(time(layer.getValue().path("dense")), sparse));
    }
    return layers;
  }

  private static List<Double> numbers(JsonNode node) {
    List<Double> numbers = new ArrayList<>();
    for (JsonNode number : node) {
      numbers.add(time(number));
    }
    return numbers;
  }

  private static double time(JsonNode node) {
    if (!node.isNumber() || !(node.doubleValue() > 0) || Double.isInfinite(node.doubleValue())) {
      throw new CorruptFile("\"" + node + "\" is no time");
    }
    return node.doubleValue();
  }

  void write(Map<String, Crossover> layers) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("format", FORMAT).put("machine", machine.toString());
    add(root.putArray("densities"), Crossover.DENSITIES);
    ObjectNode nodes = root.putObject("layers");
    layers.forEach((key, crossover) -> {
      ObjectNode node = nodes.putObject(key).put("dense", crossover.dense());
      add(node.putArray("sparse"), crossover.sparse());
    });
    try {
      Files.createDirectories(path.getParent());
      Path part = Files.createTempFile(path.getParent(), ".calibration", ".part");
      Files.writeString(part, Json.sealed(root).toPrettyString() + "\n", StandardCharsets.UTF_8);
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException | UnsupportedOperationException e) {
      trouble = "; they will be timed again, since it cannot be written (" + said(e) + ")";
    }
  }

  private static void add(ArrayNode array, List<Double> numbers) {
    numbers.forEach(array::add);
  }

  private static String said(Exception e) {
    return e instanceof CorruptFile ? e.getMessage() : e.getClass().getSimpleName() + ": " + e.getMessage();
  }
}
