package io.gossamer.it.reproducibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Same seed, same data, same plan: the same bits, whatever ran it and however the input was ordered. */
class SameBitsIT {
  private static final String CONFIG = CommandLineRun.checkout().resolve("examples/digits.yaml").toString();

  @TempDir private static Path shared;

  /** The example on two threads, which several tests compare with. */
  private static JsonNode example;

  @TempDir private Path directory;

  @BeforeAll
  static void trainExample() {
    example = train(shared, "example", Map.of(), "--master", "local[2]");
  }

  private JsonNode train(String name, Map<String, String> environment, String... more) {
    return train(directory, name, environment, more);
  }

  private static JsonNode train(Path directory, String name, Map<String, String> environment, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "train", "--quiet", "--config", CONFIG, "--set", "training.epochs=12", "--output", name));
    arguments.addAll(List.of(more));
    CommandLineRun run = CommandLineRun.in(directory, environment, arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return CommandLineRun.json(directory.resolve(name).resolve("summary.json"));
  }

  private static String hash(JsonNode summary) {
    String hash = summary.at("/model/sha256").asText();
    assertThat(hash).hasSize(64);
    return hash;
  }

  @Test
  void threadsExecutorsAndSlicesMakeTheSameModel() {
    String one = hash(train("one", CommandLineRun.SHORT, "--master", "local[1]"));
    JsonNode cluster = train("cluster", Map.of(), "--master", "local-cluster[2,1,2048]");
    // Executors too, to which no flag of ours goes.
    Map<String, String> quick = Map.of("JAVA_TOOL_OPTIONS", CommandLineRun.SHORT_JVM);
    JsonNode slices = train(
        "slices", quick, "--master", "local-cluster[2,1,2048]", "--set", "rounds.exchange.way=slices");

    assertThat(hash(example)).isEqualTo(one);
    assertThat(hash(cluster)).isEqualTo(one);
    assertThat(hash(slices)).isEqualTo(one);
    assertThat(slices.at("/bytes/averaged").asLong()).isPositive();
    assertThat(cluster.at("/kernels").asText()).startsWith("vector");
  }

  @Test
  void withoutTheVectorModuleTheSameModelIsMadeAndItIsSaidOnce() throws IOException {
    Path built = CommandLineRun.checkout().resolve("deploy/target");
    List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin/java").toString()));
    // This JVM was started with the flags of Spark's launcher.
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(flag -> flag.startsWith("--add-opens") || flag.startsWith("-XX")).forEach(command::add);
    command.addAll(List.of(
        "-XX:TieredStopAtLevel=1",
        "-cp", built.resolve("gossamer.jar") + ":" + Files.readString(built.resolve("spark.classpath")).strip(),
        "io.gossamer.jobs.Gossamer", "train", "--config", CONFIG, "--set", "training.epochs=12", "--output", "bare",
        "--master", "local[2]"));

    CommandLineRun run = CommandLineRun.of(directory, Map.of(), command);

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat((run.out() + run.err()).lines().filter(line -> line.contains("kernels are scalar")))
        .singleElement().asString().contains("jdk.incubator.vector is missing; start the JVM with --add-modules=");
    JsonNode bare = CommandLineRun.json(directory.resolve("bare/summary.json"));
    assertThat(bare.at("/kernels").asText()).isEqualTo("scalar");
    assertThat(hash(bare)).isEqualTo(hash(example));
  }

  @Test
  void aTaskUsesTheCoresOfSparkAndMakesTheSameModel() {
    String[] wide = {
      "--set", "model.hidden=[300, 100]", "--set", "training.batchSize=128", "--master", "local[2]"
    };
    JsonNode one = train("one", CommandLineRun.SHORT, wide);
    String both = CommandLineRun.SHORT.get("GOSSAMER_JAVA_OPTS") + " -Dspark.task.cpus=2";
    JsonNode two = train("two", Map.of("GOSSAMER_JAVA_OPTS", both), wide);

    assertThat(one.at("/threads").asInt()).isEqualTo(1);
    assertThat(two.at("/threads").asInt()).isEqualTo(2);
    assertThat(hash(two)).isEqualTo(hash(one));
    assertThat(directory.resolve("two/plan.yaml")).content().contains(", 2 threads a task");
  }

  /**
   * Eight particles that each differ, phase after phase, whether one, two or four of them train at a time, and whoever
   * averages them.
   */
  @Test
  void particlesMakeTheSameSoupOnOneTwoAndFourSlotsAndInSlices() {
    String[] sms = {
      "--set", "training.epochs=2", "--set", "sparsity.method=random", "--set", "soup.method=sms", "--set",
      "soup.particles=8", "--set", "soup.phases=2", "--set", "soup.epochs=2", "--set",
      "soup.vary=[seed, weight-decay, retrain-length]", "--master"
    };
    List<String> hashes = new ArrayList<>();
    for (int slots : new int[] {1, 2, 4}) {
      List<String> more = new ArrayList<>(List.of(sms));
      more.add("local[" + slots + "]");
      JsonNode summary = train("slots" + slots, CommandLineRun.SHORT, more.toArray(String[]::new));
      hashes.add(hash(summary));
      assertThat(summary.at("/nnz").asInt()).isEqualTo(1_702);
      assertThat(summary.at("/particles/test/each").size()).isEqualTo(8);
    }
    List<String> more = new ArrayList<>(List.of(sms));
    more.addAll(List.of("local[2]", "--set", "rounds.exchange.way=slices"));
    JsonNode slices = train("slices", CommandLineRun.SHORT, more.toArray(String[]::new));
    hashes.add(hash(slices));
    assertThat(slices.at("/bytes/averaged").asLong()).isPositive();

    assertThat(hashes).containsOnly(hashes.get(0));
  }

  @Test
  void labelSortedInputMakesTheSameModelAsShuffledInput() throws IOException {
    List<String> lines = digits();
    String header = lines.remove(0);
    lines.sort(Comparator.comparing(line -> line.substring(line.lastIndexOf(',') + 1)));
    Path sorted = write("sorted.csv", header, lines);
    Collections.reverse(lines);
    Path reversed = write("reversed.csv", header, lines);

    JsonNode ofSorted = train("ofSorted", CommandLineRun.SHORT, "--set", "data.train=" + sorted);
    JsonNode ofReversed = train("ofReversed", CommandLineRun.SHORT, "--set", "data.train=" + reversed);

    assertThat(hash(ofSorted)).isEqualTo(hash(example));
    assertThat(hash(ofReversed)).isEqualTo(hash(example));
    assertThat(ofSorted.at("/planHash").asText()).isEqualTo(example.at("/planHash").asText());
    assertThat(ofSorted.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.9);
  }

  @Test
  void anotherSeedMakesAnotherModel() {
    JsonNode other = train("other", CommandLineRun.SHORT, "--set", "training.seed=2");

    assertThat(hash(other)).isNotEqualTo(hash(example));
  }

  private static List<String> digits() throws IOException {
    Path file = CommandLineRun.checkout().resolve("examples/digits/digits.csv.gz");
    try (BufferedReader reader = new BufferedReader(
        new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return new ArrayList<>(reader.lines().toList());
    }
  }

  private Path write(String name, String header, List<String> lines) throws IOException {
    List<String> all = new ArrayList<>(lines);
    all.add(0, header);
    return Files.write(directory.resolve(name), all);
  }
}
