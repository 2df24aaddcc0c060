package io.gossamer.driver.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Json;
import io.gossamer.driver.model.Tensor;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvariantBroken;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * What a run is after a round: arrays and scalars, each under a name of its own, for example {@code particle.0.values}.
 * Whoever has something to remember adds it under names that begin with its own; the format need not know. Arrays are
 * referred to, not copied.
 */
public final class Snapshot {
  private final int round;
  private final Map<String, Tensor> arrays;
  private final ObjectNode scalars;

  /** Nothing yet of the state after {@code round}. */
  public Snapshot(int round) {
    this(round, Map.of(), JsonNodeFactory.instance.objectNode());
  }

  Snapshot(int round, Map<String, Tensor> arrays, ObjectNode scalars) {
    this.round = round;
    this.arrays = new LinkedHashMap<>(arrays);
    this.scalars = scalars;
  }

  /** Rounds done. */
  public int round() {
    return round;
  }

  Collection<Tensor> tensors() {
    return arrays.values();
  }

  /** The scalars as one line of JSON. */
  byte[] scalars() {
    return scalars.toString().getBytes(StandardCharsets.UTF_8);
  }

  /**
   * What {@link #scalars()} wrote.
   *
   * @throws CorruptFile if it cannot have written that
   */
  static ObjectNode scalars(byte[] bytes, String file) {
    ObjectNode scalars = Json.parse(bytes, file);
    for (Map.Entry<String, JsonNode> scalar : scalars.properties()) {
      JsonNode node = scalar.getValue();
      boolean whole = node.isIntegralNumber() && node.canConvertToLong();
      boolean real = node.isDouble() && Double.isFinite(node.asDouble());
      if (!whole && !real && !node.isTextual()) {
        throw new CorruptFile(file + " has \"" + scalar.getKey() + "\" that is neither number nor text");
      }
    }
    if (!Arrays.equals(scalars.toString().getBytes(StandardCharsets.UTF_8), bytes)) {
      throw new CorruptFile(file + " is not as we write it for what it says");
    }
    return scalars;
  }

  /** Names of the arrays. */
  public Set<String> arrays() {
    return Collections.unmodifiableSet(arrays.keySet());
  }

  /** Names of the scalars that begin with {@code prefix}. */
  public List<String> scalarsBelow(String prefix) {
    List<String> names = new ArrayList<>();
    scalars.fieldNames().forEachRemaining(name -> {
      if (name.startsWith(prefix)) {
        names.add(name);
      }
    });
    return names;
  }

  /** Adds an array: {@code float[]}, {@code int[]}, {@code double[]} or {@code long[]}. */
  public Snapshot put(String name, Object array) {
    if (arrays.put(name, Tensor.of(name, array)) != null) {
      throw new InvariantBroken("two arrays of a snapshot are called \"" + name + "\"");
    }
    return this;
  }

  /** Adds a whole number. */
  public Snapshot put(String name, long value) {
    return put(name, JsonNodeFactory.instance.numberNode(value));
  }

  /** Adds a real number, to its last bit; it must be finite. */
  public Snapshot put(String name, double value) {
    return put(name, JsonNodeFactory.instance.numberNode(value));
  }

  /** Adds a text. */
  public Snapshot put(String name, String value) {
    return put(name, JsonNodeFactory.instance.textNode(value));
  }

  private Snapshot put(String name, JsonNode value) {
    if (scalars.has(name)) {
      throw new InvariantBroken("two scalars of a snapshot are called \"" + name + "\"");
    }
    scalars.set(name, value);
    return this;
  }

  /** Whether there is an array or a scalar of that name. */
  public boolean has(String name) {
    return arrays.containsKey(name) || scalars.has(name);
  }

  /**
   * @throws CorruptFile if there is no such array
   */
  public float[] floats(String name) {
    return array(name, float[].class);
  }

  /**
   * @throws CorruptFile if there is no such array
   */
  public int[] ints(String name) {
    return array(name, int[].class);
  }

  /**
   * @throws CorruptFile if there is no such array
   */
  public double[] doubles(String name) {
    return array(name, double[].class);
  }

  /**
   * @throws CorruptFile if there is no such array
   */
  public long[] longs(String name) {
    return array(name, long[].class);
  }

  private <A> A array(String name, Class<A> type) {
    Tensor tensor = arrays.get(name);
    if (tensor == null || !type.isInstance(tensor.data())) {
      throw new CorruptFile("the snapshot of round " + round + " has no " + type.getSimpleName() + " \"" + name + "\"");
    }
    return type.cast(tensor.data());
  }

  /**
   * @throws CorruptFile if there is no such number
   */
  public int integer(String name) {
    return (int) whole(name, JsonNode::canConvertToInt);
  }

  /**
   * @throws CorruptFile if there is no such number
   */
  public long number(String name) {
    return whole(name, JsonNode::canConvertToLong);
  }

  private long whole(String name, Predicate<JsonNode> fits) {
    JsonNode node = scalars.path(name);
    if (!node.isIntegralNumber() || !fits.test(node)) {
      throw new CorruptFile("the snapshot of round " + round + " has no whole number \"" + name + "\"");
    }
    return node.asLong();
  }

  /**
   * @throws CorruptFile if there is no such number
   */
  public double real(String name) {
    JsonNode node = scalars.path(name);
    if (!node.isNumber() || !Double.isFinite(node.asDouble())) {
      throw new CorruptFile("the snapshot of round " + round + " has no number \"" + name + "\"");
    }
    return node.asDouble();
  }

  /**
   * @throws CorruptFile if there is no such text
   */
  public String text(String name) {
    if (!scalars.path(name).isTextual()) {
      throw new CorruptFile("the snapshot of round " + round + " has no text \"" + name + "\"");
    }
    return scalars.path(name).asText();
  }
}
