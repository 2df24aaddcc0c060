package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.ops.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model of 20 million weights in executors of 2 GB, a driver as small as the plan allows, and what is too small. */
@Tag("clusters")
class LargeModelIT {
  private static final int ROWS = 160;
  private static final int FEATURES = 64;
  private static final String HEAP = "1800m";

  @TempDir private static Path folder;

  @BeforeAll
  static void writeRows() throws IOException {
    Seed.Stream draws = new Seed(1).child("rows").stream();
    List<String> lines = new ArrayList<>();
    lines.add(IntStream.range(0, FEATURES).mapToObj(n -> "x" + n).collect(Collectors.joining(",")) + ",label");
    for (int row = 0; row < ROWS; row++) {
      StringBuilder line = new StringBuilder();
      for (int n = 0; n < FEATURES; n++) {
        line.append((float) draws.nextDouble()).append(',');
      }
      lines.add(line.append(row % 10).toString());
    }
    Files.write(folder.resolve("rows.csv"), lines);
  }

  /** For runs that end before they train, driver and executors. */
  private static Map<String, String> quick(String heap) {
    return Map.of("GOSSAMER_HEAP", heap, "JAVA_TOOL_OPTIONS", CommandLineRun.SHORT_JVM);
  }

  private static CommandLineRun train(
      Map<String, String> environment, String master, String output, String... more) {
    List<String> arguments = new ArrayList<>(List.of("train", "--quiet", "--master", master, "--output", output));
    Stream.of(more).forEach(set -> arguments.addAll(List.of("--set", set)));
    for (String set : List.of(
        "data.train=rows.csv", "data.shards=2", "model.hidden=[14200, 14200]", "sparsity.method=random",
        "sparsity.sparsity=0.9", "sparsity.execution=sparse", "training.epochs=1", "training.batchSize=40",
        "rounds.localSteps=1", "rounds.evaluateEvery=0")) {
      if (Stream.of(more).noneMatch(given -> given.startsWith(set.substring(0, set.indexOf('=') + 1)))) {
        arguments.addAll(List.of("--set", set));
      }
    }
    return CommandLineRun.in(folder, environment, arguments.toArray(String[]::new));
  }

  /** Tasks average here: the driver holds the values and their mean, and never the updates of the shards. */
  @Test
  void twentyMillionWeightsInExecutorsOfTwoGigabytesAndLessThanFourArraysOfThemOnTheDriver() {
    try (HeapWatch driver = new HeapWatch("--output large")) {
      CommandLineRun run = train(
          Map.of("GOSSAMER_HEAP", HEAP), "local-cluster[2,1,2048]", "large", "rounds.exchange.way=slices");

      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode summary = CommandLineRun.json(folder.resolve("large/summary.json"));
      long nnz = summary.at("/nnz").asLong();
      assertThat(nnz).isGreaterThanOrEqualTo(20_000_000);
      assertThat(summary.at("/rounds").asInt()).isEqualTo(2);
      assertThat(driver.looks()).isGreaterThan(5);
      assertThat(driver.mostBytes() / (4.0 * nnz)).as("arrays of values").isBetween(1.0, 4.0);
    }
  }

  /**
   * All particles but one lie on the driver's disk. Five arrays are the outer step of one: values, velocity and mean,
   * and the next of the first two.
   */
  @Test
  void ofSixParticlesTheDriverHoldsThoseItWorksOn() {
    try (HeapWatch driver = new HeapWatch("--output particles")) {
      CommandLineRun run = train(Map.of("GOSSAMER_HEAP", "450m"), "local-cluster[2,1,1024]", "particles",
          "rounds.exchange.way=slices", "soup.particles=6", "model.hidden=[4500, 4500]",
          "rounds.outer.optimizer=nesterov");

      assertThat(run.exitCode()).as(run.err()).isZero();
      JsonNode summary = CommandLineRun.json(folder.resolve("particles/summary.json"));
      long nnz = summary.at("/nnz").asLong();
      assertThat(nnz).isGreaterThanOrEqualTo(2_000_000);
      assertThat(driver.looks()).isGreaterThan(5);
      assertThat(driver.mostBytes() / (4.0 * nnz)).as("arrays of values").isBetween(1.0, 5.5);
    }
  }

  @Test
  void executorsAndDriversThatAreTooSmallAreRefusedBeforeTheyTrain() {
    CommandLineRun executors = train(quick(HEAP), "local-cluster[1,2,1024]", "executors");
    assertThat(executors.exitCode()).as(executors.err()).isEqualTo(2);
    assertThat(executors.err()).contains("each executor needs ", "spark.executor.memory").doesNotContain("\tat ");

    CommandLineRun driver = train(quick("700m"), "local-cluster[2,1,2048]", "driver");
    assertThat(driver.exitCode()).as(driver.err()).isEqualTo(2);
    assertThat(driver.err()).contains("the driver needs ", "--driver-memory").doesNotContain("\tat ");

    CommandLineRun both = train(quick(HEAP), "local[2]", "both");
    assertThat(both.exitCode()).as(both.err()).isEqualTo(2);
    assertThat(both.err()).contains("the driver and 2 tasks need ", "local[1]").doesNotContain("\tat ");
    assertThat(folder.resolve("executors")).doesNotExist();
    assertThat(folder.resolve("driver")).doesNotExist();
    assertThat(folder.resolve("both")).doesNotExist();
  }
}
