package io.gossamer.jobs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.plan.LayerPlan;
import io.gossamer.driver.plan.Plan;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.worker.measure.LivePaths;

/** Plans, models and metrics as JSON for scripts. */
final class JsonText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private JsonText() {}

  static String of(Plan plan) {
    ObjectNode root = JSON.createObjectNode();
    root.put("planHash", plan.hash()).put("trainRows", plan.data().trainRows());
    root.put("features", plan.data().features());
    plan.data().classes().forEach(root.putArray("classes")::add);
    root.put("nnz", plan.nnz()).put("parameters", plan.parameters());
    for (LayerPlan layer : plan.layers()) {
      addLayer(root, layer.name(), layer.out(), layer.in(), layer.nnz(), layer.isDense());
    }
    root.put("rounds", plan.rounds()).put("localSteps", plan.localSteps()).put("steps", plan.totalSteps());
    root.put("kernels", plan.kernels());
    ObjectNode memory = root.putObject("memoryBytes");
    memory.put("driver", plan.memory().driver()).put("task", plan.memory().task()).put("data", plan.memory().data());
    return text(root);
  }

  static String of(Model model) {
    ObjectNode root = JSON.createObjectNode();
    root.put("nnz", model.mask().nnz()).put("parameters", model.values().length);
    root.put("sparsity", model.mask().sparsity());
    root.put("maskVersion", model.mask().version()).put("maskHash", String.format("%016x", model.mask().hash()));
    LivePaths paths = new LivePaths(model.network(), model.mask());
    root.put("effectiveSparsity", paths.effectiveSparsity());
    for (int l = 0; l < model.mask().patterns().size(); l++) {
      Pattern pattern = model.mask().patterns().get(l);
      addLayer(root, model.mask().layers().get(l), pattern.out(), pattern.in(), pattern.nnz(),
          model.executions().isDense(l, pattern)).put("effective", paths.effective(l)).put("dead", paths.dead(l));
    }
    root.put("loss", model.network().loss().kind().name().toLowerCase(java.util.Locale.ROOT));
    root.put("features", model.schema().featureCount());
    model.schema().classes().forEach(root.putArray("classes")::add);
    root.put("planHash", model.origin().planHash()).put("dataFingerprint", model.origin().dataFingerprint());
    root.put("gossamer", model.origin().gossamer()).put("seed", model.origin().seed());
    return text(root);
  }

  static String of(Measures measures) {
    ObjectNode root = JSON.createObjectNode().put("rows", measures.rows());
    measures.metrics().forEach(root::put);
    return text(root);
  }

  private static ObjectNode addLayer(ObjectNode root, String name, int out, int in, int nnz, boolean dense) {
    ObjectNode node = root.withArray("layers").addObject();
    node.put("name", name);
    node.putArray("shape").add(out).add(in);
    return node.put("nnz", nnz).put("execution", dense ? "dense" : "sparse");
  }

  private static String text(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }
}
