package io.gossamer.driver.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.Field;
import io.gossamer.driver.data.Scaling;
import io.gossamer.driver.data.ScalingKind;
import io.gossamer.driver.data.Schema;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.net.NetworkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The schema's part of a model's files: names in JSON, scaling as tensors. */
final class SchemaFiles {
  private static final String OFFSET = "input.offset";
  private static final String FACTOR = "input.factor";
  static final List<String> TENSORS = List.of(OFFSET, FACTOR);
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaFiles() {}

  static List<Tensor> tensors(Schema schema) {
    Scaling scaling = schema.scaling();
    return List.of(Tensor.of(OFFSET, scaling.offset()), Tensor.of(FACTOR, scaling.factor()));
  }

  static ObjectNode describe(Schema schema) {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", schema.format().name());
    node.put("featureCount", schema.featureCount());
    schema.columns().forEach(node.putArray("columns")::add);
    for (Field field : schema.fields()) {
      ObjectNode described = node.withArray("fields").addObject();
      described.put("name", field.name()).put("kind", field.kind().name());
      described.put("from", field.from()).put("buckets", field.buckets());
      field.vocabulary().forEach(category -> described.withArray("vocabulary").add(category));
    }
    node.put("missingIsZero", schema.missingIsZero());
    node.put("label", schema.label()).put("weight", schema.weight());
    schema.classes().forEach(node.putArray("classes")::add);
    node.put("sparse", schema.sparse()).put("scaling", schema.scaling().kind().name());
    return node;
  }

  static Schema read(JsonNode node, Map<String, Tensor> tensors) {
    int count = node.path("featureCount").asInt();
    float[] offset = ModelCodec.floats(tensors, OFFSET);
    float[] factor = ModelCodec.floats(tensors, FACTOR);
    return new Schema(
        named(DataFormat.values(), node.path("format").asText()), texts(node.path("columns")),
        fields(node.path("fields"), count), node.path("missingIsZero").asBoolean(), count,
        node.path("label").asText(), node.path("weight").asText(), texts(node.path("classes")),
        node.path("sparse").asBoolean(),
        new Scaling(named(ScalingKind.values(), node.path("scaling").asText()), offset, factor));
  }

  /**
   * @throws CorruptFile if rows read as the schema says are not what the network takes and tells
   */
  static void requireFit(Schema schema, NetworkSpec network) {
    int count = schema.featureCount();
    if (count != network.inputs() || schema.sparse() != network.sparseRows()) {
      throw new CorruptFile("its schema has " + count + (schema.sparse() ? " sparse" : " dense") + " features, its "
          + "network " + network.inputs() + (network.sparseRows() ? " sparse" : " dense"));
    }
    Scaling scaling = schema.scaling();
    int factors = scaling.kind() == ScalingKind.NONE ? 0 : count;
    boolean centred = scaling.offset().length == count && !schema.sparse();
    if (scaling.factor().length != factors || scaling.offset().length != 0 && !centred) {
      throw new CorruptFile("its scaling has " + scaling.factor().length + " factors and " + scaling.offset().length
          + " offsets for " + count + (schema.sparse() ? " sparse" : "") + " features");
    }
    ModelCodec.requireFinite("its scaling factors", scaling.factor());
    ModelCodec.requireFinite("its scaling offsets", scaling.offset());
    if (Set.copyOf(schema.classes()).size() < schema.classes().size()) {
      throw new CorruptFile("its schema names a class twice");
    }
    int classes = schema.classes().size();
    boolean told = switch (network.loss().kind()) {
      case SOFTMAX -> classes == network.outputs();
      case LOGISTIC -> classes == 2 && network.outputs() == 1;
      default -> true;
    };
    if (!told) {
      throw new CorruptFile("its schema has " + classes + " classes, its network " + network.outputs() + " outputs");
    }
  }

  private static List<Field> fields(JsonNode array, int count) {
    List<Field> fields = new ArrayList<>();
    int free = 0;
    for (JsonNode node : array) {
      Field field = new Field(node.path("name").asText(), named(Field.Kind.values(), node.path("kind").asText()),
          node.path("from").asInt(), node.path("buckets").asInt(), texts(node.path("vocabulary")));
      if (field.from() < free || field.buckets() < 1 || (long) field.from() + field.buckets() > count) {
        throw new CorruptFile("its field \"" + field.name() + "\" has features that its " + count
            + " do not hold, or that an earlier field has");
      }
      free = field.to();
      requireVocabulary(field);
      fields.add(field);
    }
    return fields;
  }

  private static void requireVocabulary(Field field) {
    List<String> known = field.vocabulary();
    boolean ascends = known.equals(known.stream().sorted().distinct().toList());
    if (!known.isEmpty() && (known.size() + 1 != field.buckets() || !ascends)) {
      throw new CorruptFile("its field \"" + field.name() + "\" has a vocabulary of " + known.size() + " for "
          + field.buckets() + " features, or one that does not ascend");
    }
  }

  private static <E extends Enum<E>> E named(E[] values, String name) {
    for (E value : values) {
      if (value.name().equals(name)) {
        return value;
      }
    }
    throw new CorruptFile("its schema says \"" + name + "\", which is not known");
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
