package io.gossamer.driver.sweep;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One HTML file with a chart and the table, no scripts, nothing fetched. The first setting with several numbers is the
 * horizontal axis, every combination of the others a line; bars are standard errors over seeds.
 */
final class SweepReport {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 380;
  private static final int LEFT = 70;
  private static final int RIGHT = 20;
  private static final int TOP = 20;
  private static final int BOTTOM = 50;
  private static final List<String> COLOURS =
      List.of("#0b6e99", "#c4541b", "#3d8540", "#7a4fa3", "#b0304f", "#6b6b00", "#008080", "#555555");
  private static final String NUMBER = "[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?";
  private static final String STYLE =
      """
      body{font:15px/1.45 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}
      table{border-collapse:collapse;margin:1em 0}
      td,th{padding:.25em .8em;text-align:right;border-bottom:1px solid #ddd}
      svg text{font:12px system-ui,sans-serif;fill:#444}.failed{color:#b00020}
      """;

  private final SweepTable table;
  private final String figure;
  private final StringBuilder html = new StringBuilder();

  private SweepReport(SweepTable table, String figure) {
    this.table = table;
    this.figure = figure;
  }

  static String html(SweepTable table) {
    return new SweepReport(table, table.headline().orElse("")).page();
  }

  private String page() {
    html.append("<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>").append(escaped(table.title()))
        .append("</title><style>\n").append(STYLE).append("</style>\n<h1>").append(escaped(table.title()))
        .append("</h1>\n");
    long done = table.results().stream().filter(SweepResult::isDone).count();
    html.append(String.format("<p>%d cells done, %d failed. Figures are means over seeds with their "
        + "standard error.</p>%n",
        done, table.failures().size()));
    if (!figure.isEmpty()) {
      chart();
      rows();
    }
    if (!table.failures().isEmpty()) {
      html.append("<h2>Failed</h2><ul>\n");
      table.failures().forEach(result -> html.append("<li class=\"failed\">").append(escaped(result.cell().label()))
          .append(": ").append(escaped(result.failure())).append("</li>\n"));
      html.append("</ul>\n");
    }
    return html.append("</html>\n").toString();
  }

  /** A point of a line: place on the horizontal axis, and the figure there. */
  private record Point(double x, Spread spread) {}

  private void chart() {
    List<SweepTable.Group> groups =
        table.groups().stream().filter(group -> group.figures().containsKey(figure)).toList();
    String axis = axis(groups);
    List<String> ticks = groups.stream().map(group -> tick(group, axis)).distinct().toList();
    boolean numeric = !axis.isEmpty();
    double[] positions = positions(ticks, numeric);
    Map<String, List<Point>> lines = new LinkedHashMap<>();
    for (SweepTable.Group group : groups) {
      Map<String, String> others = new LinkedHashMap<>(group.axes());
      others.remove(axis);
      String name = numeric ? SweepCell.label(others) : figure;
      lines.computeIfAbsent(name, key -> new ArrayList<>())
          .add(new Point(positions[ticks.indexOf(tick(group, axis))], group.figures().get(figure)));
    }
    lines.values().forEach(points -> points.sort((a, b) -> Double.compare(a.x(), b.x())));
    double low = extreme(lines, -1);
    double high = extreme(lines, 1);
    double margin = Math.max((high - low) * 0.06, Math.max(Math.abs(high), 1e-9) * 1e-4);
    draw(lines, ticks, positions, low - margin, high + margin, numeric ? axis : "", numeric);
  }

  /** The first setting with several values, all of them numbers; empty for none. */
  private static String axis(List<SweepTable.Group> groups) {
    Map<String, Set<String>> values = new LinkedHashMap<>();
    groups.forEach(group -> group.axes().forEach(
        (axis, value) -> values.computeIfAbsent(axis, key -> new LinkedHashSet<>()).add(value)));
    return values.entrySet().stream()
        .filter(entry -> entry.getValue().size() > 1 && entry.getValue().stream().allMatch(v -> v.matches(NUMBER)))
        .map(Map.Entry::getKey).findFirst().orElse("");
  }

  private static String tick(SweepTable.Group group, String axis) {
    return axis.isEmpty() ? SweepCell.label(group.axes()) : group.axes().getOrDefault(axis, "");
  }

  private static double[] positions(List<String> ticks, boolean numeric) {
    double[] at = new double[ticks.size()];
    for (int n = 0; n < at.length; n++) {
      at[n] = numeric && ticks.get(n).matches(NUMBER) ? Double.parseDouble(ticks.get(n)) : n;
    }
    return at;
  }

  private static double extreme(Map<String, List<Point>> lines, int sign) {
    return sign * lines.values().stream().flatMap(List::stream)
        .mapToDouble(point -> sign * point.spread().mean() + point.spread().standardError()).max().orElse(0);
  }

  private void draw(
      Map<String, List<Point>> lines, List<String> ticks, double[] positions, double low, double high, String axis,
      boolean joined) {
    double first = java.util.Arrays.stream(positions).min().orElse(0);
    double last = java.util.Arrays.stream(positions).max().orElse(1);
    double span = last > first ? last - first : 1;
    html.append(String.format("<svg role=\"img\" aria-label=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\">%n", WIDTH,
        HEIGHT + 18 * lines.size(), WIDTH));
    for (int n = 0; n <= 5; n++) {
      double value = low + (high - low) * n / 5;
      double y = y(value, low, high);
      html.append(String.format("<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#e4e4e4\"/>"
          + "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.5g</text>%n", LEFT, WIDTH - RIGHT, y, y, LEFT - 8, y + 4,
          value));
    }
    for (int n = 0; n < ticks.size(); n++) {
      html.append(String.format("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
          x(positions[n], first, span), HEIGHT - BOTTOM + 20, escaped(ticks.get(n))));
    }
    html.append(String.format("<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n", (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 8, escaped(axis)));
    int line = 0;
    for (Map.Entry<String, List<Point>> entry : lines.entrySet()) {
      String colour = COLOURS.get(line % COLOURS.size());
      if (joined) {
        html.append(String.format("<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"2\" points=\"%s\"/>%n", colour,
            entry.getValue().stream()
                .map(point -> String.format("%.1f,%.1f",
                    x(point.x(), first, span), y(point.spread().mean(), low, high)))
                .collect(Collectors.joining(" "))));
      }
      for (Point point : entry.getValue()) {
        double x = x(point.x(), first, span);
        Spread spread = point.spread();
        html.append(String.format("<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>"
            + "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\">"
            + "<title>%.6g &#177; %.2g, %d runs</title></circle>%n",
            x, x, y(spread.mean() - spread.standardError(), low, high),
            y(spread.mean() + spread.standardError(), low, high), colour, x, y(spread.mean(), low, high), colour,
            spread.mean(), spread.standardError(), spread.runs()));
      }
      html.append(String.format("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>"
          + "<text x=\"%d\" y=\"%d\">%s</text>%n", LEFT, HEIGHT + 18 * line + 2, colour, LEFT + 22,
          HEIGHT + 18 * line + 8, escaped(entry.getKey().isEmpty() ? figure : entry.getKey())));
      line++;
    }
    html.append("</svg>\n");
  }

  private static double x(double value, double first, double span) {
    return LEFT + 20 + (WIDTH - LEFT - RIGHT - 40) * (value - first) / span;
  }

  private static double y(double value, double low, double high) {
    return TOP + (HEIGHT - TOP - BOTTOM) * (high - value) / (high - low);
  }

  private void rows() {
    Set<String> axes = new LinkedHashSet<>();
    table.groups().forEach(group -> axes.addAll(group.axes().keySet()));
    html.append("<table><tr>");
    axes.forEach(axis -> html.append("<th>").append(escaped(axis)).append("</th>"));
    html.append("<th>runs</th><th>").append(escaped(figure))
        .append("</th><th>std. error</th><th>deviation</th></tr>\n");
    for (SweepTable.Group group : table.groups()) {
      html.append("<tr>");
      axes.forEach(axis -> html.append("<td>").append(escaped(group.axes().getOrDefault(axis, ""))).append("</td>"));
      Spread spread = group.figures().get(figure);
      html.append(spread == null
          ? "<td>0</td><td></td><td></td><td></td></tr>\n"
          : String.format("<td>%d</td><td>%.5f</td><td>%.5f</td><td>%.5f</td></tr>%n", spread.runs(), spread.mean(),
              spread.standardError(), spread.deviation()));
    }
    html.append("</table>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
  }
}
