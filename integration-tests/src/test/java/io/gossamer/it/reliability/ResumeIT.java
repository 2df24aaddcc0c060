package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stopped, killed or finished run, continued by the same command: the model of an uninterrupted run. */
class ResumeIT {
  private static final String CONFIG = CommandLineRun.checkout().resolve("examples/digits.yaml").toString();

  @TempDir private Path directory;

  /** DiLoCo inside a prune schedule. */
  private static String[] arguments(String output, String... more) {
    List<String> arguments = new ArrayList<>(List.of(
        "train", "--config", CONFIG, "--master", "local[2]", "--output", output, "--set", "sparsity.method=gradual",
        "--set", "rounds.outer.optimizer=nesterov", "--set", "training.epochs=60", "--set", "checkpoint.every=5"));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Process start(String output) throws IOException {
    List<String> command = new ArrayList<>(List.of(CommandLineRun.checkout().resolve("bin/gossamer").toString()));
    command.addAll(List.of(arguments(output)));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(CommandLineRun.SHORT);
    builder.redirectErrorStream(true).redirectOutput(directory.resolve(output + ".log").toFile());
    return builder.start();
  }

  private long lines(String output) throws IOException {
    Path log = directory.resolve(output).resolve("rounds.jsonl");
    return Files.exists(log) ? Files.readAllLines(log).size() : 0;
  }

  private void awaitRounds(Process process, String output, int rounds) throws IOException, InterruptedException {
    for (int tries = 0; lines(output) < rounds; tries++) {
      assertThat(process.isAlive() && tries < 6_000).as(Files.readString(directory.resolve(output + ".log"))).isTrue();
      Thread.sleep(10);
    }
  }

  /** Which one that is depends on how far the run came before it was killed. */
  private String oldestCheckpoint(String output) throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve(output).resolve("checkpoints"))) {
      return files.filter(file -> Files.exists(file.resolve("COMMIT"))).map(file -> file.getFileName().toString())
          .min(Comparator.naturalOrder()).orElseThrow();
    }
  }

  private JsonNode summary(String output) {
    return CommandLineRun.json(directory.resolve(output).resolve("summary.json"));
  }

  private static String hash(JsonNode summary) {
    assertThat(summary.at("/model/sha256").asText()).hasSize(64);
    return summary.at("/model/sha256").asText();
  }

  private JsonNode train(String output, String... more) {
    CommandLineRun run = CommandLineRun.in(directory, CommandLineRun.SHORT, arguments(output, more));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return summary(output);
  }

  @Test
  void aStoppedAndAKilledRunComeToTheSameModel() throws Exception {
    JsonNode whole = train("whole");

    Process stopped = start("cut");
    awaitRounds(stopped, "cut", 7);
    stopped.destroy();
    assertThat(stopped.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String log = Files.readString(directory.resolve("cut.log"));
    assertThat(stopped.exitValue()).as(log).isEqualTo(143);
    assertThat(log).contains("gossamer: stopped after round ").doesNotContain("Exception").doesNotContain("\tat ");
    long after = lines("cut");
    assertThat(directory.resolve("cut/checkpoints").resolve(String.format("round-%06d", after))).exists();

    Process killed = start("cut");
    awaitRounds(killed, "cut", (int) after + 8);
    killed.destroyForcibly().waitFor();
    assertThat(Files.readString(directory.resolve("cut.log"))).contains("continuing after round " + after);

    JsonNode cut = train("cut");
    assertThat(hash(cut)).isEqualTo(hash(whole));
    assertThat(cut.at("/rounds").asInt()).isEqualTo(whole.at("/rounds").asInt());
    assertThat(cut.at("/checkpoints/resumes").asInt()).isEqualTo(2);
    assertThat(cut.at("/metrics")).isEqualTo(whole.at("/metrics"));
    assertThat(lines("cut")).isEqualTo(whole.at("/rounds").asLong());
    assertThat(directory.resolve("cut/checkpoints")).isDirectoryContaining("glob:**run.json");

    byte[] model = Files.readAllBytes(directory.resolve("cut/model/model.safetensors"));
    CommandLineRun again = CommandLineRun.in(directory, CommandLineRun.SHORT, arguments("cut"));
    assertThat(again.exitCode()).as(again.err()).isZero();
    assertThat(again.err()).contains("finished; nothing to do");
    assertThat(Files.readAllBytes(directory.resolve("cut/model/model.safetensors"))).isEqualTo(model);

    CommandLineRun other = CommandLineRun.in(
        directory, CommandLineRun.SHORT, arguments("cut", "--set", "training.momentum=0.8"));
    assertThat(other.exitCode()).isEqualTo(2);
    assertThat(other.err()).contains("training.momentum was 0.9, is now 0.8", "--output").doesNotContain("Exception");
  }

  @Test
  void aNamedCheckpointContinuesInANewDirectoryAndNeverBeginsAnew() throws Exception {
    Process killed = start("first");
    awaitRounds(killed, "first", 13);
    killed.destroyForcibly().waitFor();

    CommandLineRun never = CommandLineRun.in(directory, CommandLineRun.SHORT, arguments("first", "--resume", "never"));
    assertThat(never.exitCode()).isEqualTo(2);
    assertThat(never.err()).contains("checkpoints of an earlier run lie in ", "--resume auto");

    CommandLineRun gone = CommandLineRun.in(directory, CommandLineRun.SHORT, arguments("gone", "--resume", "nowhere"));
    assertThat(gone.exitCode()).isEqualTo(2);
    assertThat(gone.err()).contains("no checkpoint in ", "nowhere");
    assertThat(directory.resolve("gone")).doesNotExist();

    JsonNode named = train("second", "--resume", "first/checkpoints/" + oldestCheckpoint("first"));
    JsonNode continued = train("first");
    assertThat(hash(named)).isEqualTo(hash(continued));
    assertThat(named.at("/checkpoints/resumes").asInt()).isEqualTo(1);
  }
}
