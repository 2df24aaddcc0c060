package io.gossamer.driver.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.files.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** {@code rounds.jsonl}: one JSON object a line, a line a round, flushed as it is written. */
public final class RoundLog implements RunListener, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String FILE = "rounds.jsonl";
  private static final long MOST_BYTES = 1L << 30;

  private final OutputStream out;

  private RoundLog(OutputStream out) {
    this.out = out;
  }

  /** Starts the log of a run directory. */
  public static RoundLog start(Folder output) {
    return new RoundLog(output.stream(FILE));
  }

  /** Goes on with the log of a run directory after a round; what came later happens again. */
  public static RoundLog resume(Folder output, int round) {
    if (!output.hasFile(FILE)) {
      return start(output);
    }
    byte[] lines = output.read(FILE, MOST_BYTES);
    return new RoundLog(output.stream(FILE, Arrays.copyOf(lines, endOf(round, lines))));
  }

  /** Where the lines of rounds up to {@code round} end. Half a line is not counted. */
  private static int endOf(int round, byte[] lines) {
    int end = 0;
    for (int at = 0; at < lines.length; at++) {
      if (lines[at] == '\n') {
        if (roundOf(lines, end, at) > round) {
          return end;
        }
        end = at + 1;
      }
    }
    return end;
  }

  private static int roundOf(byte[] lines, int from, int to) {
    return Json.parse(lines, from, to - from, "a line of " + FILE).path("round").asInt();
  }

  @Override
  public void round(RoundReport report) {
    try {
      out.write((JSON.writeValueAsString(line(report)) + "\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of JSON nodes is always writable", e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write rounds.jsonl: " + e.getMessage(), e);
    }
  }

  private static ObjectNode line(RoundReport report) {
    ObjectNode line = JSON.createObjectNode();
    line.put("round", report.round()).put("localSteps", report.localSteps()).put("step", report.step())
        .put("epoch", report.epoch());
    line.put("learningRate", report.learningRate()).put("loss", report.loss());
    report.validation().ifPresent(measures -> {
      ObjectNode node = line.putObject("validation").put("rows", measures.rows());
      measures.metrics().forEach(node::put);
    });
    phase(line, report.phase());
    ObjectNode mask = line.putObject("mask");
    mask.put("version", report.mask().version()).put("hash", String.format("%016x", report.mask().hash()));
    mask.put("nnz", report.mask().nnz()).put("sparsity", report.mask().sparsity());
    mask.put("dropped", report.dropped()).put("grown", report.grown());
    report.figures().ifPresent(figures -> figures(mask, figures));
    ObjectNode bytes = line.putObject("bytes");
    bytes.put("up", report.bytes().up()).put("upPerTask", report.bytes().largestUp());
    bytes.put("down", report.bytes().down()).put("mask", report.bytes().mask());
    if (report.bytes().averaged() > 0) {
      bytes.put("averaged", report.bytes().averaged());
    }
    if (report.evidence().passes() > 0) {
      line.putObject("evidence").put("passes", report.evidence().passes()).put("up", report.evidence().up())
          .put("down", report.evidence().down());
    }
    line.put("rows", report.rows());
    report.skippedShards().forEach(shard -> line.withArray("skippedShards").add(shard));
    report.shardSteps().forEach(taken -> line.withArray("shardSteps").addObject()
        .put("particle", taken.particle()).put("shard", taken.shard()).put("steps", taken.steps()));
    ObjectNode seconds = line.putObject("seconds");
    seconds.put("compute", report.seconds().compute()).put("exchange", report.seconds().exchange());
    seconds.put("mask", report.seconds().mask()).put("evaluate", report.seconds().evaluate());
    return line;
  }

  private static void figures(ObjectNode mask, MaskFigures figures) {
    mask.put("effectiveSparsity", figures.effectiveSparsity()).put("drift", figures.drift());
    for (MaskFigures.Layer layer : figures.layers()) {
      mask.withArray("layers").addObject().put("name", layer.name()).put("nnz", layer.nnz())
          .put("density", layer.density()).put("explored", layer.explored()).put("effective", layer.effective())
          .put("dead", layer.dead());
    }
  }

  private static void phase(ObjectNode line, PhaseReport phase) {
    line.putObject("phase").put("index", phase.index()).put("name", phase.name()).put("particles", phase.particles());
    phase.divergence().ifPresent(between -> {
      ObjectNode node = line.putObject("divergence");
      node.putObject("distance").put("min", between.minDistance()).put("mean", between.meanDistance())
          .put("max", between.maxDistance());
      node.putObject("angle").put("mean", between.meanAngle()).put("max", between.maxAngle());
    });
    phase.soup().filter(soup -> phase.particles() > 1).ifPresent(soup -> {
      ObjectNode node = line.putObject("soup");
      for (double weight : soup.weights()) {
        node.withArray("weights").add(weight);
      }
      soup.barrier().ifPresent(barrier -> node.put("barrier", barrier).put("refused", soup.refused()));
      soup.particles().forEach(particle -> particle.metrics().forEach(node.withArray("validation").addObject()::put));
    });
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
