package io.gossamer.driver.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.loss.TargetScale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A loss in a model's description. */
final class LossFiles {
  private static final ObjectMapper JSON = new ObjectMapper();

  private LossFiles() {}

  static ObjectNode describe(LossSpec loss) {
    ObjectNode node = JSON.createObjectNode();
    node.put("kind", loss.kind().name().toLowerCase(Locale.ROOT));
    node.putObject("target").put("mean", loss.scale().mean()).put("deviation", loss.scale().deviation());
    node.put("labelSmoothing", loss.labelSmoothing()).put("huberDelta", loss.huberDelta());
    node.put("quantile", loss.quantile());
    node.put("distillation", loss.distillation()).put("temperature", loss.temperature());
    loss.classWeights().forEach(node.putArray("classWeights")::add);
    return node;
  }

  /**
   * @throws CorruptFile if the kind is not known
   */
  static LossSpec read(JsonNode node) {
    TargetScale scale =
        new TargetScale(node.at("/target/mean").floatValue(), node.at("/target/deviation").floatValue());
    List<Float> weights = new ArrayList<>();
    node.path("classWeights").forEach(weight -> weights.add(weight.floatValue()));
    return new LossSpec(
        kind(node.path("kind").asText()), scale, node.path("labelSmoothing").asDouble(), weights,
        node.path("huberDelta").asDouble(), node.path("quantile").asDouble(), node.path("distillation").asDouble(),
        node.path("temperature").asDouble());
  }

  private static LossKind kind(String name) {
    for (LossKind kind : LossKind.values()) {
      if (kind.name().equals(name.toUpperCase(Locale.ROOT))) {
        return kind;
      }
    }
    throw new CorruptFile("its loss is \"" + name + "\", which is not known");
  }
}
