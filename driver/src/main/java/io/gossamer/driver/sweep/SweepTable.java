package io.gossamer.driver.sweep;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Folder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came out of a sweep: {@code cells.csv} has a line a cell, {@code table.csv} a line a group of cells that differ
 * by their seed only, {@code table.json} both, {@code report.html} a chart.
 */
public record SweepTable(String title, List<SweepResult> results) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Which split and which metric people look at first, of those a run has. */
  private static final List<String> SPLITS = List.of("test", "validation", "train");
  private static final List<String> METRICS = List.of("accuracy", "f1", "r2", "loss");

  public SweepTable {
    results = List.copyOf(results);
  }

  /**
   * Cells that differ by their seed only.
   *
   * @param axes what they share
   * @param figures spread of every figure over the cells that are done
   * @param failed cells that are not
   */
  public record Group(Map<String, String> axes, Map<String, Spread> figures, int failed) {}

  /** Groups in the order of their first cells. */
  public List<Group> groups() {
    Map<Map<String, String>, List<SweepResult>> byAxes = new LinkedHashMap<>();
    for (SweepResult result : results) {
      byAxes.computeIfAbsent(result.cell().group(), axes -> new ArrayList<>()).add(result);
    }
    return byAxes.entrySet().stream().map(entry -> group(entry.getKey(), entry.getValue())).toList();
  }

  private static Group group(Map<String, String> axes, List<SweepResult> members) {
    Map<String, List<Double>> figures = new LinkedHashMap<>();
    members.stream().filter(SweepResult::isDone).forEach(result -> figures(result.summary()).forEach(
        (name, value) -> figures.computeIfAbsent(name, key -> new ArrayList<>()).add(value)));
    Map<String, Spread> spreads = new LinkedHashMap<>();
    figures.forEach((name, values) -> spreads.put(name, Spread.of(values)));
    return new Group(axes, spreads, (int) members.stream().filter(result -> !result.isDone()).count());
  }

  /** Everything of a summary that is worth a mean. */
  private static Map<String, Double> figures(ObjectNode summary) {
    Map<String, Double> figures = new LinkedHashMap<>();
    for (String split : SPLITS) {
      for (Map.Entry<String, JsonNode> metric : summary.path("metrics").path(split).properties()) {
        put(figures, split + "." + metric.getKey(), metric.getValue());
      }
    }
    put(figures, "sparsity", summary.at("/sparsity/actual"));
    Stream.of("nnz", "parameters", "rounds", "steps", "rowsPerSecond")
        .forEach(name -> put(figures, name, summary.path(name)));
    for (String section : List.of("bytes", "seconds")) {
      for (Map.Entry<String, JsonNode> part : summary.path(section).properties()) {
        put(figures, section + "." + part.getKey(), part.getValue());
      }
    }
    return figures;
  }

  private static void put(Map<String, Double> figures, String name, JsonNode node) {
    if (node.isNumber()) {
      figures.put(name, node.doubleValue());
    }
  }

  /** Name of the figure people look at first; empty as long as no cell is done. */
  public Optional<String> headline() {
    List<Group> groups = groups();
    return SPLITS.stream()
        .flatMap(split -> METRICS.stream().map(metric -> split + "." + metric))
        .filter(name -> groups.stream().anyMatch(group -> group.figures().containsKey(name)))
        .findFirst();
  }

  /** Cells that failed. */
  public List<SweepResult> failures() {
    return results.stream().filter(result -> !result.isDone()).toList();
  }

  void write(Folder output) {
    output.write("cells.csv", cellsCsv());
    output.write("table.csv", tableCsv());
    output.write("table.json", json().toPrettyString() + "\n");
    output.write("report.html", SweepReport.html(this));
  }

  private List<String> axes() {
    return results.stream().flatMap(result -> result.cell().axes().keySet().stream()).distinct().toList();
  }

  private List<String> figureNames() {
    return groups().stream().flatMap(group -> group.figures().keySet().stream()).distinct().toList();
  }

  private String cellsCsv() {
    List<String> figures = figureNames();
    StringBuilder csv = new StringBuilder(line(Stream.of(
        Stream.of("cell"), axes().stream(), Stream.of("status", "model.sha256"), figures.stream(),
        Stream.of("failure")).flatMap(part -> part)));
    for (SweepResult result : results) {
      Map<String, Double> found = result.isDone() ? figures(result.summary()) : Map.of();
      csv.append(line(Stream.of(
          Stream.of(result.cell().id()),
          axes().stream().map(axis -> result.cell().axes().getOrDefault(axis, "")),
          Stream.of(result.isDone() ? "done" : "failed",
              result.isDone() ? result.summary().at("/model/sha256").asText() : ""),
          figures.stream().map(name -> found.containsKey(name) ? found.get(name).toString() : ""),
          Stream.of(result.isDone() ? "" : result.failure())).flatMap(part -> part)));
    }
    return csv.toString();
  }

  private String tableCsv() {
    List<String> axes = axes().stream().filter(axis -> !axis.equals(SweepCell.SEED)).toList();
    List<String> figures = figureNames();
    StringBuilder csv = new StringBuilder(line(Stream.of(
        axes.stream(), Stream.of("done", "failed"),
        figures.stream().flatMap(name -> Stream.of(name + ".mean", name + ".deviation", name + ".standardError")))
        .flatMap(part -> part)));
    for (Group group : groups()) {
      csv.append(line(Stream.of(
          axes.stream().map(axis -> group.axes().getOrDefault(axis, "")),
          Stream.of(Integer.toString(done(group)), Integer.toString(group.failed())),
          figures.stream().map(group.figures()::get).flatMap(spread -> spread == null ? Stream.of("", "", "")
              : Stream.of(spread.mean(), spread.deviation(), spread.standardError()).map(Object::toString)))
          .flatMap(part -> part)));
    }
    return csv.toString();
  }

  private static int done(Group group) {
    return group.figures().values().stream().mapToInt(Spread::runs).max().orElse(0);
  }

  private static String line(Stream<String> cells) {
    return cells.map(SweepTable::csv).collect(Collectors.joining(",", "", "\n"));
  }

  private static String csv(String cell) {
    return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
  }

  /** Both tables for scripts. */
  public ObjectNode json() {
    ObjectNode root = JSON.createObjectNode().put("title", title);
    headline().ifPresent(name -> root.put("headline", name));
    root.putArray("groups");
    for (Group group : groups()) {
      ObjectNode node = root.withArray("groups").addObject();
      group.axes().forEach(node.putObject("settings")::put);
      node.put("done", done(group)).put("failed", group.failed());
      ObjectNode figures = node.putObject("figures");
      group.figures().forEach((name, spread) -> figures.putObject(name)
          .put("mean", spread.mean()).put("deviation", spread.deviation())
          .put("standardError", spread.standardError()).put("least", spread.least()).put("most", spread.most()));
    }
    root.putArray("cells");
    for (SweepResult result : results) {
      ObjectNode node = root.withArray("cells").addObject().put("id", result.cell().id());
      result.cell().axes().forEach(node.putObject("settings")::put);
      node.put("status", result.isDone() ? "done" : "failed");
      if (result.isDone()) {
        new TreeMap<>(figures(result.summary())).forEach(node.putObject("figures")::put);
        node.put("sha256", result.summary().at("/model/sha256").asText());
      } else {
        node.put("failure", result.failure());
      }
    }
    return root;
  }

  /** Groups of the grid as lines of text, aligned: settings, cells, then the headline figure. */
  public String text() {
    String headline = headline().orElse("");
    List<String> axes = axes().stream().filter(axis -> !axis.equals(SweepCell.SEED)).toList();
    List<List<String>> lines = new ArrayList<>();
    lines.add(Stream.concat(axes.stream().map(SweepCell::shortName),
        Stream.of("cells", headline, "deviation", "std. error", "seconds")).toList());
    for (Group group : groups()) {
      Spread spread = group.figures().get(headline);
      Spread seconds = group.figures().get("seconds.total");
      lines.add(Stream.concat(axes.stream().map(axis -> group.axes().getOrDefault(axis, "")), Stream.of(
          done(group) + (group.failed() == 0 ? "" : " of " + (done(group) + group.failed())),
          spread == null ? "-" : String.format("%.5f", spread.mean()),
          spread == null ? "-" : String.format("%.5f", spread.deviation()),
          spread == null ? "-" : String.format("%.5f", spread.standardError()),
          seconds == null ? "-" : String.format("%.1f", seconds.mean()))).toList());
    }
    int[] widths = new int[lines.get(0).size()];
    lines.forEach(line -> Arrays.setAll(widths, n -> Math.max(widths[n], line.get(n).length())));
    return lines.stream().map(line -> aligned(line, widths)).collect(Collectors.joining("\n"));
  }

  private static String aligned(List<String> cells, int[] widths) {
    StringBuilder line = new StringBuilder();
    for (int n = 0; n < widths.length; n++) {
      line.append(" ".repeat(2 + widths[n] - cells.get(n).length())).append(cells.get(n));
    }
    return line.toString();
  }
}
