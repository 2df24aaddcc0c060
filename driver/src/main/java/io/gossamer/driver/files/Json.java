package io.gossamer.driver.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.ops.CorruptFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * JSON that we wrote and read back: one object a file, each name once, nothing behind it, and a seal over all of it, so
 * that a digit that turned into another is noticed as surely as a missing bracket.
 */
public final class Json {
  private static final String SEAL = "seal";
  private static final ObjectMapper STRICT = new ObjectMapper()
      .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
      .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  /**
   * The object in a file.
   *
   * @param name of the file, for the message
   * @throws CorruptFile if it is not one JSON object
   */
  public static ObjectNode parse(byte[] bytes, String name) {
    return parse(bytes, 0, bytes.length, name);
  }

  /** The object in a part of a file. */
  public static ObjectNode parse(byte[] bytes, int from, int length, String name) {
    try {
      if (STRICT.readTree(bytes, from, length) instanceof ObjectNode object) {
        return object;
      }
    } catch (IOException e) {
      throw new CorruptFile(name + " is not JSON", e);
    }
    throw new CorruptFile(name + " is not a JSON object");
  }

  /** The object with the SHA-256 of its text as its last field. */
  public static ObjectNode sealed(ObjectNode object) {
    return object.deepCopy().put(SEAL, seal(object));
  }

  /**
   * The object without its seal.
   *
   * @throws CorruptFile if the seal does not fit
   */
  public static ObjectNode unsealed(ObjectNode sealed, String name) {
    ObjectNode object = sealed.deepCopy();
    JsonNode seal = object.remove(SEAL);
    if (seal == null || !seal.isTextual() || !seal.asText().equals(seal(object))) {
      throw new CorruptFile(name + " does not fit its seal; it was damaged or changed after it was written");
    }
    return object;
  }

  /**
   * Checks that an object says what we would write for what was read from it.
   *
   * @throws CorruptFile naming the first field that differs
   */
  public static void requireSame(ObjectNode found, ObjectNode written, String name) {
    differ(found, written, name);
  }

  private static void differ(JsonNode found, JsonNode written, String path) {
    if (text(found).equals(text(written))) {
      return;
    }
    if (found instanceof ObjectNode && written instanceof ObjectNode) {
      written.fieldNames().forEachRemaining(
          field -> differ(found.path(field), written.path(field), path + "/" + field));
      found.fieldNames().forEachRemaining(field -> differ(found.path(field), written.path(field), path + "/" + field));
    }
    throw new CorruptFile(path + " is " + text(found) + " where " + text(written) + " belongs");
  }

  /** Numbers as they are spelled, fields in their order. */
  private static String text(JsonNode node) {
    return node.isMissingNode() ? "nothing" : node.toString();
  }

  private static String seal(ObjectNode object) {
    try {
      return Sha256.of(STRICT.writeValueAsString(object).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }
}
