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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The schema's part of a model's files: names in JSON, scaling as tensors. */
final class SchemaFiles {
  private static final String OFFSET = "input.offset";
  private static final String FACTOR = "input.factor";
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
    }
    node.put("missingIsZero", schema.missingIsZero());
    node.put("label", schema.label()).put("weight", schema.weight());
    schema.classes().forEach(node.putArray("classes")::add);
    node.put("sparse", schema.sparse()).put("scaling", schema.scaling().kind().name());
    return node;
  }

  static Schema read(JsonNode node, Map<String, Tensor> tensors) {
    int count = node.path("featureCount").asInt();
    float[] offset = ModelFiles.floats(tensors, OFFSET);
    float[] factor = ModelFiles.floats(tensors, FACTOR);
    if (factor.length != 0 && factor.length != count || offset.length != 0 && offset.length != count) {
      throw new CorruptFile("its scaling has " + factor.length + " factors and " + offset.length + " offsets for "
          + count + " features");
    }
    return new Schema(
        named(DataFormat.values(), node.path("format").asText()), texts(node.path("columns")),
        fields(node.path("fields"), count), node.path("missingIsZero").asBoolean(), count,
        node.path("label").asText(), node.path("weight").asText(), texts(node.path("classes")),
        node.path("sparse").asBoolean(),
        new Scaling(named(ScalingKind.values(), node.path("scaling").asText()), offset, factor));
  }

  private static List<Field> fields(JsonNode array, int count) {
    List<Field> fields = new ArrayList<>();
    for (JsonNode node : array) {
      Field field = new Field(node.path("name").asText(), named(Field.Kind.values(), node.path("kind").asText()),
          node.path("from").asInt(), node.path("buckets").asInt());
      if (field.from() < 0 || field.buckets() < 1 || (long) field.from() + field.buckets() > count) {
        throw new CorruptFile("its field \"" + field.name() + "\" has features that its " + count + " do not hold");
      }
      fields.add(field);
    }
    return fields;
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
