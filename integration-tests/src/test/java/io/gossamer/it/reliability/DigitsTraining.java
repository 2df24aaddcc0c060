package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A training on the bundled digits, DiLoCo inside a prune schedule, that a test may start, watch and shoot at. */
final class DigitsTraining {
  private static final Path CHECKOUT = CommandLineRun.checkout();

  private final Path directory;
  private final List<String> sets;

  /** @param sets settings as {@code key=value} */
  DigitsTraining(Path directory, String... sets) {
    this.directory = directory;
    this.sets = List.of(sets);
  }

  String[] arguments(String output, String master, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "train", "--config", CHECKOUT.resolve("examples/digits.yaml").toString(), "--master", master,
        "--output", output,
        "--set", "sparsity.method=gradual", "--set", "rounds.outer.optimizer=nesterov"));
    sets.forEach(set -> arguments.addAll(List.of("--set", set)));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  /**
   * Starts it with what compiles fastest, since it lives for seconds; scalar kernels make the same bits. What it prints
   * goes to {@code OUTPUT.log}.
   */
  Process start(String output, String master, String... more) throws IOException {
    List<String> command = new ArrayList<>(List.of(CHECKOUT.resolve("bin/gossamer").toString()));
    command.addAll(List.of(arguments(output, master, more)));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(CommandLineRun.SHORT);
    builder.environment().putAll(Map.of("GOSSAMER_HEAP", "1g", "GOSSAMER_LOG", "info"));
    builder.redirectErrorStream(true).redirectOutput(directory.resolve(output + ".log").toFile());
    return builder.start();
  }

  /** Runs it to its end and gives the hash of the model. */
  String run(String output, String master, String... more) {
    CommandLineRun run = CommandLineRun.in(directory, CommandLineRun.SHORT, arguments(output, master, more));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return hash(output);
  }

  String hash(String output) {
    JsonNode summary = CommandLineRun.json(directory.resolve(output).resolve("summary.json"));
    assertThat(summary.at("/model/sha256").asText()).hasSize(64);
    return summary.at("/model/sha256").asText();
  }

  String log(String output) throws IOException {
    return Files.readString(directory.resolve(output + ".log"));
  }

  /** Rounds that a run directory tells of; -1 before the first begins. */
  long rounds(String output) throws IOException {
    Path log = directory.resolve(output).resolve("rounds.jsonl");
    return Files.exists(log) ? Files.readAllLines(log).size() : -1;
  }

  /** Median seconds of the rounds from the first to the last of these, both counted. */
  double medianSeconds(String output, int first, int last) throws IOException {
    double[] seconds = Files.readAllLines(directory.resolve(output).resolve("rounds.jsonl")).subList(first - 1, last)
        .stream().map(CommandLineRun::parse).mapToDouble(DigitsTraining::seconds).sorted().toArray();
    return (seconds[(seconds.length - 1) / 2] + seconds[seconds.length / 2]) / 2;
  }

  /** Seconds that the round of a line of {@code rounds.jsonl} took. */
  static double seconds(JsonNode round) {
    double sum = 0;
    for (JsonNode part : round.path("seconds")) {
      sum += part.asDouble();
    }
    return sum;
  }

  /** Waits until so many rounds are over; fails when the process ends before, or after five minutes. */
  void awaitRounds(Process process, String output, long rounds) throws IOException, InterruptedException {
    for (int tries = 0; rounds(output) < rounds; tries++) {
      assertThat(process.isAlive() && tries < 30_000).as(log(output)).isTrue();
      Thread.sleep(10);
    }
  }
}
