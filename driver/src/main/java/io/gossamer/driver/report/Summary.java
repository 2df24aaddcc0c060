package io.gossamer.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.files.Json;
import io.gossamer.driver.plan.LayerPlan;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.ExchangeSettings;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.worker.codec.Codec;
import java.util.Locale;
import java.util.Map;

/** {@code summary.json}: every figure of a finished run that a script may want, under stable names. */
public final class Summary {
  /** Its name; a run directory that has it is finished. */
  public static final String FILE = "summary.json";

  private static final long MOST_BYTES = 256L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectWriter PRETTY = JSON.writerWithDefaultPrettyPrinter();

  private Summary() {}

  /**
   * What stands in a run directory.
   *
   * @throws io.gossamer.ops.CorruptFile if it is not JSON
   */
  public static ObjectNode read(Folder run) {
    return Json.parse(run.read(FILE, MOST_BYTES), FILE + " in " + run);
  }

  /**
   * Seconds of a whole run.
   *
   * @param total from the first look at the data to the finished model
   * @param load reading and packing the rows
   * @param evaluateAtEnd measuring the finished model
   */
  public record Wall(double total, double load, double evaluateAtEnd) {}

  /**
   * The tree of one run.
   *
   * @param mask of the finished model
   */
  public static ObjectNode of(
      Plan plan, Mask mask, Totals totals, Map<Split, Measures> measures, String modelSha256, Wall wall) {
    ObjectNode root = JSON.createObjectNode();
    ObjectNode metrics = root.putObject("metrics");
    measures.forEach((split, sums) -> {
      ObjectNode node = metrics.putObject(split.key()).put("rows", sums.rows());
      sums.metrics().forEach(node::put);
    });
    totals.candidates().ifPresent(report -> candidates(root.putObject("particles"), report));
    ObjectNode sparsity = root.putObject("sparsity");
    sparsity.put("target", plan.settings().sparsity().sparsity());
    sparsity.put("actual", mask.sparsity());
    root.put("nnz", mask.nnz()).put("parameters", plan.parameters());
    for (int l = 0; l < plan.layers().size(); l++) {
      LayerPlan layer = plan.layers().get(l);
      Pattern kept = mask.patterns().get(l);
      ObjectNode node = root.withArray("layers").addObject();
      node.put("name", layer.name());
      node.putArray("shape").add(layer.out()).add(layer.in());
      node.put("nnz", kept.nnz()).put("sparsity", 1 - kept.density());
      node.put("execution", plan.train().executions().isDense(l, kept) ? "dense" : "sparse");
      node.put("crossover", layer.crossover());
    }
    root.put("rounds", totals.rounds()).put("steps", plan.totalSteps()).put("localSteps", plan.localSteps());
    bytes(root.putObject("bytes"), totals, plan.settings().rounds().exchange());
    seconds(root.putObject("seconds"), totals, wall);
    root.put("skippedShards", totals.skippedShards()).put("rollbacks", totals.rollbacks());
    if (totals.skippedShards() > 0) {
      ObjectNode skipped = root.putObject("skippedByShard");
      totals.skippedByShard().forEach((shard, rounds) -> skipped.put(shard.toString(), rounds));
    }
    ObjectNode checkpoints = root.putObject("checkpoints");
    checkpoints.put("written", totals.checkpoints()).put("bytes", totals.checkpointBytes());
    checkpoints.put("seconds", totals.checkpointSeconds()).put("resumes", totals.resumes());
    root.put("rowsPerSecond", totals.rowsPerSecond());
    root.put("seed", plan.settings().training().seed());
    root.put("planHash", plan.hash()).put("dataFingerprint", plan.data().fingerprint());
    root.putObject("model").put("sha256", modelSha256);
    ObjectNode versions = root.putObject("versions");
    versions.put("gossamer", Versions.gossamer()).put("spark", Versions.spark()).put("java", Versions.java());
    if (plan.train().teacher() != null) {
      ObjectNode teacher = root.putObject("teacher").put("path", plan.settings().loss().teacher());
      teacher.put("sha256", plan.train().teacher().sha256());
      plan.train().teacher().layers().forEach(teacher.putArray("layers")::add);
    }
    root.put("kernels", plan.kernels()).put("threads", plan.threads());
    return root;
  }

  /** Of every split: each particle, their mean, spread, and what they predict together. */
  private static void candidates(ObjectNode node, CandidateReport report) {
    report.each().forEach((split, each) -> {
      ObjectNode of = node.putObject(split.key());
      each.forEach(measures -> measures.metrics().forEach(of.withArray("each").addObject()::put));
      ObjectNode mean = of.putObject("mean");
      for (String metric : each.get(0).metrics().keySet()) {
        mean.put(metric, each.stream().mapToDouble(m -> m.metrics().get(metric)).average().orElseThrow());
      }
      if (report.ensemble().containsKey(split)) {
        report.ensemble().get(split).metrics().forEach(of.putObject("ensemble")::put);
      }
    });
  }

  private static void bytes(ObjectNode bytes, Totals totals, ExchangeSettings exchange) {
    bytes.put("up", totals.bytesUp()).put("down", totals.bytesDown()).put("mask", totals.bytesMask());
    bytes.put("averaged", totals.bytesAveraged());
    bytes.put("perRound", totals.rounds() == 0 ? 0 : (totals.bytesUp() + totals.bytesDown()) / totals.rounds());
    measured(bytes.putObject("upPerTask"), exchange.up(), totals.perTaskUp());
    measured(bytes.putObject("downPerParticle"), exchange.down(), totals.perParticleDown());
  }

  private static void measured(ObjectNode node, Codec codec, Totals.Measured measured) {
    node.put("codec", codec.name().toLowerCase(Locale.ROOT)).put("bytes", measured.perMessage());
    node.put("bytesOfWeights", measured.bare()).put("ratio", measured.ratio());
  }

  private static void seconds(ObjectNode seconds, Totals totals, Wall wall) {
    RoundSeconds parts = totals.seconds();
    seconds.put("total", wall.total()).put("load", wall.load());
    seconds.put("compute", parts.compute()).put("exchange", parts.exchange()).put("mask", parts.mask());
    seconds.put("evaluate", parts.evaluate() + wall.evaluateAtEnd());
  }

  /** Readable JSON text. */
  public static String text(ObjectNode tree) {
    try {
      return PRETTY.writeValueAsString(tree) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    }
  }
}
