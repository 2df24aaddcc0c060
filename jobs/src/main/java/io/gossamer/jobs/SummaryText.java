package io.gossamer.jobs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.stream.Collectors;

/** A finished run for people. */
final class SummaryText {
  private SummaryText() {}

  static String of(ObjectNode summary, String directory) {
    StringBuilder text = new StringBuilder("\n");
    for (Map.Entry<String, JsonNode> split : summary.path("metrics").properties()) {
      text.append(String.format("  %-11s%s%n", split.getKey(), metrics(split.getValue())));
    }
    text.append(String.format("  %-11s%,d weights kept, sparsity %.4f, %,d values in all%n", "model",
        summary.path("nnz").asLong(), summary.at("/sparsity/actual").asDouble(), summary.path("parameters").asLong()));
    text.append(String.format("  %-11s%,d rounds, %,d steps a shard, %,.0f rows/s%n", "training",
        summary.path("rounds").asInt(), summary.path("steps").asLong(), summary.path("rowsPerSecond").asDouble()));
    JsonNode skipped = summary.path("skippedByShard");
    if (!skipped.isMissingNode()) {
      text.append(String.format("  %-11sskipped shards: %s%n", "left out", skipped.properties().stream()
          .map(shard -> String.format("%s (%,d x)", shard.getKey(), shard.getValue().asInt()))
          .collect(Collectors.joining(", "))));
    }
    JsonNode bytes = summary.path("bytes");
    text.append(String.format("  %-11s%s up, %s down, %s masks%n", "travelled",
        Progress.size(bytes.path("up").asDouble()), Progress.size(bytes.path("down").asDouble()),
        Progress.size(bytes.path("mask").asDouble())));
    text.append(String.format("  %-11sa task sends %s a round, a particle gets %s%n", "",
        measured(bytes.path("upPerTask")), measured(bytes.path("downPerParticle"))));
    JsonNode seconds = summary.path("seconds");
    text.append(String.format("  %-11s%.1f s: load %.1f, compute %.1f, exchange %.1f, mask %.1f, evaluate %.1f%n",
        "time", seconds.path("total").asDouble(), seconds.path("load").asDouble(), seconds.path("compute").asDouble(),
        seconds.path("exchange").asDouble(), seconds.path("mask").asDouble(), seconds.path("evaluate").asDouble()));
    return text.append(String.format("  %-11s%s", "written", directory)).toString();
  }

  /** As "54.95 kB in fp32 (1.032 x 4 bytes a kept weight)". */
  private static String measured(JsonNode bytes) {
    return String.format("%s in %s (%.3f x 4 bytes a kept weight)",
        Progress.size(bytes.path("bytes").asDouble()), bytes.path("codec").asText(), bytes.path("ratio").asDouble());
  }

  /** Metrics on one line, rows first. */
  static String metrics(JsonNode metrics) {
    StringBuilder text = new StringBuilder(String.format("%,d rows", metrics.path("rows").asLong()));
    for (Map.Entry<String, JsonNode> metric : metrics.properties()) {
      if (!metric.getKey().equals("rows")) {
        text.append(String.format(", %s %.4f", metric.getKey(), metric.getValue().asDouble()));
      }
    }
    return text.toString();
  }
}
