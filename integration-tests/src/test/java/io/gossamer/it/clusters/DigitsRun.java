package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A short training on the bundled digits: the one model that every cluster must come to. */
public final class DigitsRun {
  private static final Path CONFIG = CommandLineRun.checkout().resolve("examples/digits.yaml");

  /** What was trained already in this JVM, by its settings. */
  private static final Map<List<String>, String> REFERENCES = new ConcurrentHashMap<>();

  private DigitsRun() {}

  /**
   * What Gossamer is asked.
   *
   * @param sets settings as {@code key=value}
   */
  public static List<String> arguments(String output, String... sets) {
    List<String> arguments = new ArrayList<>(List.of(
        "train", "--quiet", "--config", CONFIG.toString(), "--set", "training.epochs=6", "--output", output));
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    return arguments;
  }

  /**
   * SHA-256 of the model of one process with two threads and vector kernels.
   *
   * @param folder for the run, unless another test has asked for the same before
   */
  public static String reference(Path folder, String... sets) {
    return REFERENCES.computeIfAbsent(List.of(sets), asked -> {
      List<String> arguments = arguments("reference", sets);
      arguments.addAll(List.of("--master", "local[2]"));
      CommandLineRun run = CommandLineRun.in(folder, arguments.toArray(String[]::new));
      assertThat(run.exitCode()).as(run.err()).isZero();
      return hash(folder.resolve("reference"));
    });
  }

  /** SHA-256 of the model in a run directory. */
  public static String hash(Path run) {
    JsonNode summary = CommandLineRun.json(run.resolve("summary.json"));
    String hash = summary.at("/model/sha256").asText();
    assertThat(hash).hasSize(64);
    return hash;
  }
}
