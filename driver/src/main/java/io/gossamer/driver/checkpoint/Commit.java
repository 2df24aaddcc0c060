package io.gossamer.driver.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Json;
import io.gossamer.driver.files.Sha256;
import io.gossamer.ops.CorruptFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The file that makes a checkpoint count: one line of JSON, and the SHA-256 of that line on the second, so that half of
 * it is never taken for the whole.
 *
 * @param files what must lie beside it
 */
record Commit(int round, Fingerprint fingerprint, List<Part> files) {
  static final String FILE = "COMMIT";
  static final long MAX_BYTES = 16L << 20;

  private static final String FORMAT = "gossamer-checkpoint-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  Commit {
    files = List.copyOf(files);
  }

  /** A file of the checkpoint. */
  record Part(String name, long bytes, String sha256) {}

  Part part(String name) {
    return files.stream().filter(part -> part.name.equals(name)).findFirst()
        .orElseThrow(() -> new CorruptFile(FILE + " does not name " + name));
  }

  /** Bytes of all files. */
  long bytes() {
    return files.stream().mapToLong(Part::bytes).sum();
  }

  byte[] toBytes() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("round", round);
    for (Part part : files) {
      root.withArray("files").addObject()
          .put("name", part.name).put("bytes", part.bytes).put("sha256", part.sha256);
    }
    root.set("fingerprint", fingerprint.toJson());
    try {
      byte[] line = JSON.writeValueAsBytes(root);
      String text = new String(line, StandardCharsets.UTF_8) + "\n" + Sha256.of(line) + "\n";
      return text.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }

  /**
   * @throws CorruptFile if the bytes are not all of a commit
   */
  static Commit of(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int end = text.indexOf('\n');
    if (end < 0 || !text.substring(end).equals("\n" + Sha256.of(text.substring(0, end).getBytes(StandardCharsets.UTF_8))
        + "\n")) {
      throw new CorruptFile(FILE + " does not end with the SHA-256 of its first line");
    }
    JsonNode root = Json.parse(text.substring(0, end).getBytes(StandardCharsets.UTF_8), FILE);
    if (!FORMAT.equals(root.path("format").asText())) {
      throw new CorruptFile(FILE + " is of format \"" + root.path("format").asText() + "\"; this version reads "
          + FORMAT);
    }
    List<Part> files = new ArrayList<>();
    for (JsonNode part : root.path("files")) {
      files.add(new Part(part.path("name").asText(), part.path("bytes").asLong(-1), part.path("sha256").asText()));
    }
    Commit commit = new Commit(root.path("round").asInt(-1), Fingerprint.of(root.path("fingerprint")), files);
    if (!Arrays.equals(commit.toBytes(), bytes) || files.stream().anyMatch(part -> part.bytes < 0)) {
      throw new CorruptFile(FILE + " is not as we write it for what it says");
    }
    return commit;
  }
}
