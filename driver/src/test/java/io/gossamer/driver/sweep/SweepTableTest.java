package io.gossamer.driver.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Folder;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

class SweepTableTest {
  @TempDir private Path directory;

  private static SweepCell cell(String method, String sparsity, int seed) {
    Map<String, String> axes = new LinkedHashMap<>();
    axes.put("sparsity.method", method);
    axes.put("sparsity.sparsity", sparsity);
    axes.put(SweepCell.SEED, Integer.toString(seed));
    return new SweepCell(method + sparsity + seed, axes, null);
  }

  private static SweepResult done(String method, String sparsity, int seed, double accuracy) {
    ObjectNode summary = new ObjectMapper().createObjectNode();
    summary.putObject("metrics").putObject("test").put("rows", 10).put("accuracy", accuracy);
    summary.putObject("seconds").put("total", 2.5);
    summary.putObject("model").put("sha256", "abc");
    return SweepResult.done(cell(method, sparsity, seed), summary);
  }

  private static SweepTable table() {
    return new SweepTable("a <b> & \"c\"", List.of(
        done("random", "0.9", 1, 0.90), done("random", "0.9", 2, 0.94), done("random", "0.9", 3, 0.92),
        done("random", "0.95", 1, 0.85), SweepResult.failed(cell("random", "0.95", 2), "it ran, \"away\""),
        done("gradual, slow", "0.9", 1, 0.97)));
  }

  @Test
  void meanAndSpreadAreOverSeedsOnly() {
    List<SweepTable.Group> groups = table().groups();

    assertThat(groups).hasSize(3);
    Spread first = groups.get(0).figures().get("test.accuracy");
    assertThat(first.runs()).isEqualTo(3);
    assertThat(first.mean()).isCloseTo(0.92, within(1e-12));
    assertThat(first.deviation()).isCloseTo(0.02, within(1e-12));
    assertThat(first.standardError()).isCloseTo(0.02 / Math.sqrt(3), within(1e-12));
    assertThat(groups.get(1).failed()).isEqualTo(1);
    assertThat(groups.get(1).figures().get("test.accuracy").deviation()).isZero();
    assertThat(table().headline()).contains("test.accuracy");
  }

  @Test
  void filesHoldEveryCellAndReadAsWhatTheyClaimToBe() throws Exception {
    table().write(Folder.at(directory.toString(), new Configuration()));

    List<String> cells = Files.readAllLines(directory.resolve("cells.csv"));
    assertThat(cells).hasSize(7);
    assertThat(cells.get(0)).startsWith("cell,sparsity.method,sparsity.sparsity,training.seed,status,model.sha256,");
    assertThat(cells.get(5)).contains("failed").endsWith("\"it ran, \"\"away\"\"\"");
    assertThat(Files.readAllLines(directory.resolve("table.csv"))).hasSize(4);
    assertThat(new ObjectMapper().readTree(directory.resolve("table.json").toFile())
        .at("/groups/0/figures/test.accuracy/mean")
        .asDouble()).isCloseTo(0.92, within(1e-12));
    String html = Files.readString(directory.resolve("report.html"));
    assertThat(html).contains("a &lt;b&gt; &amp; &quot;c&quot;").doesNotContain("http").doesNotContain("<script");
    String chart = html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + 6);
    var svg = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(chart)));
    assertThat(svg.getElementsByTagName("circle").getLength()).isEqualTo(3);
    assertThat(svg.getElementsByTagName("polyline").getLength()).isEqualTo(2);
  }

  @Test
  void textAlignsItsColumnsAndCountsFailures() {
    assertThat(table().text().lines().toList()).hasSize(4).allMatch(line -> line.length() == lineLength());
    assertThat(table().text()).contains("1 of 2").contains("0.92000");
  }

  private static int lineLength() {
    return table().text().lines().findFirst().orElseThrow().length();
  }

  @Test
  void aSweepOfWhichNothingIsDoneHasNoFigures() throws IOException {
    SweepTable failed = new SweepTable("t", List.of(SweepResult.failed(cell("random", "0.9", 1), "no")));

    failed.write(Folder.at(directory.toString(), new Configuration()));

    assertThat(failed.headline()).isEmpty();
    assertThat(Files.readString(directory.resolve("report.html"))).contains("0 cells done, 1 failed");
  }
}
