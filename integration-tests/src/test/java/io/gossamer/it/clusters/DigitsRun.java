package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import java.nio.file.Path;
import java.util.List;

/** A short training on the bundled digits: the one model that every cluster must come to. */
final class DigitsRun {
  private static final Path CONFIG = CommandLineRun.checkout().resolve("examples/digits.yaml");

  private DigitsRun() {}

  /** What Gossamer is asked. */
  static List<String> arguments(String output) {
    return List.of("train", "--quiet", "--config", CONFIG.toString(), "--set", "training.epochs=6", "--output", output);
  }

  /** SHA-256 of the model of one process with two threads. */
  static String reference(Path folder) {
    List<String> arguments = arguments("reference");
    CommandLineRun run = CommandLineRun.in(folder, arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return hash(folder.resolve("reference"));
  }

  /** SHA-256 of the model in a run directory. */
  static String hash(Path run) {
    JsonNode summary = CommandLineRun.json(run.resolve("summary.json"));
    String hash = summary.at("/model/sha256").asText();
    assertThat(hash).hasSize(64);
    return hash;
  }
}
