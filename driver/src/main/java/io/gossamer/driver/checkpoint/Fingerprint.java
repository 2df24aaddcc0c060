package io.gossamer.driver.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Json;
import io.gossamer.ops.CorruptFile;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must be equal for a checkpoint to be continued, since it decides the bits of the model.
 *
 * @param version of the code
 * @param data of the rows and their split
 * @param settings of the plan, by dotted key; those that decide nothing (paths, output, checkpoint) are left out
 */
public record Fingerprint(String version, String data, SortedMap<String, String> settings) {
  /**
   * The first thing in which a checkpoint's fingerprint differs from this one, as a part of a sentence; empty if they
   * agree.
   */
  public Optional<String> difference(Fingerprint checkpoint) {
    if (!version.equals(checkpoint.version)) {
      return Optional.of("by Gossamer " + checkpoint.version + ", this is " + version);
    }
    TreeSet<String> keys = new TreeSet<>(settings.keySet());
    keys.addAll(checkpoint.settings.keySet());
    for (String key : keys) {
      String then = checkpoint.settings.get(key);
      String now = settings.get(key);
      if (now == null || !now.equals(then)) {
        return Optional.of("by another plan: " + key + " was " + shown(then) + ", is now " + shown(now));
      }
    }
    return data.equals(checkpoint.data)
        ? Optional.empty()
        : Optional.of("from other rows: their fingerprint was " + checkpoint.data + ", is now " + data);
  }

  private static String shown(String value) {
    return value == null ? "not known" : value;
  }

  ObjectNode toJson() {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.put("version", version).put("data", data);
    settings.forEach(root.putObject("settings")::put);
    return root;
  }

  /** The bytes of a file that holds nothing else. */
  byte[] toBytes() {
    return (toJson().toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws CorruptFile if the bytes are not those of a fingerprint
   */
  static Fingerprint of(byte[] bytes, String file) {
    Fingerprint fingerprint = of(Json.parse(bytes, file));
    if (!Arrays.equals(fingerprint.toBytes(), bytes)) {
      throw new CorruptFile(file + " is not as we write it for what it says");
    }
    return fingerprint;
  }

  static Fingerprint of(JsonNode root) {
    SortedMap<String, String> settings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> setting : root.path("settings").properties()) {
      settings.put(setting.getKey(), setting.getValue().asText());
    }
    if (!root.path("version").isTextual() || !root.path("data").isTextual() || settings.isEmpty()) {
      throw new CorruptFile("it names no version, data and settings");
    }
    return new Fingerprint(root.path("version").asText(), root.path("data").asText(), settings);
  }
}
