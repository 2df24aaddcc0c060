package io.gossamer.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A grid on the bundled digits, with a cell that must fail. */
class SweepIT {
  private static final String DIGITS = CommandLineRun.checkout().resolve("examples/digits.yaml").toString();

  @TempDir private Path directory;

  private CommandLineRun sweep(String over, String... more) {
    Stream<String> arguments = Stream.of("sweep", "--config", DIGITS, "--output", "grid", "--set", "training.epochs=3",
        "--set", "sweep.over=" + over);
    return CommandLineRun.in(
        directory, CommandLineRun.SHORT, Stream.concat(arguments, Stream.of(more)).toArray(String[]::new));
  }

  @Test
  void aFailedCellIsReportedTheRestGoesOnAndARestartTrainsWhatIsMissing() throws IOException {
    CommandLineRun first = sweep("{training.learningRate: [0.05, 900], training.seed: [1, 2]}", "--json");

    assertThat(first.exitCode()).as(first.err()).isEqualTo(1);
    assertThat(first.err()).contains("learningRate=900 seed=1 failed: training diverged in round");
    JsonNode table = first.json();
    assertThat(table.at("/groups/0/done").asInt()).isEqualTo(2);
    assertThat(table.at("/groups/1/failed").asInt()).isEqualTo(2);
    assertThat(table.at("/groups/0/figures/test.accuracy/mean").asDouble()).isGreaterThan(0.5);
    Path done = cell("learningRate=0.05_seed=1-");
    FileTime written = Files.getLastModifiedTime(done.resolve("summary.json"));

    CommandLineRun second = sweep("{training.learningRate: [0.05, 0.04], training.seed: [1, 2]}");

    assertThat(second.exitCode()).as(second.err()).isZero();
    assertThat(second.err()).contains("4 cells, 2 done before");
    assertThat(Files.getLastModifiedTime(done.resolve("summary.json"))).isEqualTo(written);
    assertThat(directory.resolve("grid/report.html")).content().contains("<svg").contains("4 cells done, 0 failed");
  }

  @Test
  void aCellIsTheModelThatTrainMakesOfItsSettings() throws IOException {
    CommandLineRun sweep = sweep("{training.learningRate: [0.05, 0.1]}", "--quiet");
    CommandLineRun train = CommandLineRun.in(directory, CommandLineRun.SHORT, "train", "--quiet", "--config", DIGITS,
        "--set", "training.epochs=3", "--set", "training.learningRate=0.1", "--output", "alone");

    assertThat(sweep.exitCode()).as(sweep.err()).isZero();
    assertThat(train.exitCode()).as(train.err()).isZero();
    JsonNode ofSweep = CommandLineRun.json(cell("learningRate=0.1-").resolve("summary.json"));
    JsonNode ofTrain = CommandLineRun.json(directory.resolve("alone/summary.json"));
    assertThat(ofSweep.at("/model/sha256")).isEqualTo(ofTrain.at("/model/sha256"));
  }

  @Test
  void aFolderOfSomethingElseIsRefused() throws IOException {
    Files.createDirectories(directory.resolve("grid"));
    Files.writeString(directory.resolve("grid/thesis.txt"), "years of work");

    CommandLineRun run = sweep("{training.seed: [1, 2]}");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("holds no sweep");
    assertThat(directory.resolve("grid/thesis.txt")).hasContent("years of work");
  }

  private Path cell(String start) throws IOException {
    try (Stream<Path> cells = Files.list(directory.resolve("grid/cells"))) {
      List<Path> found = cells.filter(cell -> cell.getFileName().toString().startsWith(start)).toList();
      assertThat(found).hasSize(1);
      return found.get(0);
    }
  }
}
