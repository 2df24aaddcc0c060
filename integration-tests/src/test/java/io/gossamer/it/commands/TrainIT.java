package io.gossamer.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's tour on the bundled digits: train, evaluate, predict, inspect, check. */
class TrainIT {
  private static final String CONFIG = CommandLineRun.checkout().resolve("examples/digits.yaml").toString();

  @TempDir private Path directory;

  private CommandLineRun quick(String... arguments) {
    return CommandLineRun.in(directory, CommandLineRun.SHORT, arguments);
  }

  @Test
  void theTourOfTheReadmeWorks() throws IOException {
    CommandLineRun train = CommandLineRun.in(directory, "train", "--config", CONFIG, "--output", "run");

    assertThat(train.exitCode()).as(train.err()).isZero();
    JsonNode summary = CommandLineRun.json(directory.resolve("run/summary.json"));
    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.93);
    assertThat(summary.at("/sparsity/actual").asDouble()).isEqualTo(1 - summary.at("/nnz").asLong() / 17_024.0);
    assertThat(summary.at("/nnz").asLong()).isEqualTo(1_702);
    assertThat(summary.at("/bytes/up").asLong()).isPositive();
    assertThat(summary.at("/versions/spark").asText()).isNotEmpty();
    everyRoundHasItsLine(summary);

    CommandLineRun inspect = quick("inspect", "--json", "run");
    assertThat(inspect.exitCode()).as(inspect.err()).isZero();
    assertThat(inspect.json().at("/nnz").asLong()).isEqualTo(1_702);

    CommandLineRun evaluate = quick(
        "evaluate", "--json", "--model", "run", "--data", digits(), "--set", "data.header=true");
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(evaluate.json().at("/rows").asLong()).isEqualTo(1_797);
    assertThat(evaluate.json().at("/accuracy").asDouble()).isGreaterThan(0.95);

    CommandLineRun predict = quick("predict", "--model", "run", "--data", digits(), "--set",
        "data.header=true", "--output", "predictions");
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    assertThat(accuracyOfPredictions()).isEqualTo(evaluate.json().at("/accuracy").asDouble());
    noWaitIsLongerThanAllowed();
  }

  private void noWaitIsLongerThanAllowed() throws IOException {
    CommandLineRun evaluate = quick("evaluate", "--model", "run", "--data", digits(), "--set",
        "data.header=true", "--timeout", "0.02");
    assertThat(evaluate.exitCode()).isEqualTo(1);
    assertThat(evaluate.err()).contains("loading the rows has waited 0.02 s, which is all that --timeout allows");

    CommandLineRun predict = quick("predict", "--model", "run", "--data", digits(), "--set",
        "data.header=true", "--output", "late", "--timeout", "0.02");
    assertThat(predict.exitCode()).isEqualTo(1);
    assertThat(predict.err()).contains("predicting has waited 0.02 s");
    if (Files.exists(directory.resolve("late"))) {
      try (var left = Files.list(directory.resolve("late"))) {
        assertThat(left).as("files of predictions that nobody should read").isEmpty();
      }
    }
  }

  private static String digits() {
    return CommandLineRun.checkout().resolve("examples/digits/digits.csv.gz").toString();
  }

  private void everyRoundHasItsLine(JsonNode summary) throws IOException {
    List<String> lines = Files.readAllLines(directory.resolve("run/rounds.jsonl"));
    assertThat(lines).hasSize(summary.at("/rounds").asInt());
    long changes = 0;
    int version = -1;
    for (String line : lines) {
      JsonNode round = CommandLineRun.parse(line);
      long values = round.at("/bytes/upPerTask").asLong();
      assertThat(values).isPositive();
      boolean changed = round.at("/mask/dropped").asInt() > 0;
      boolean sent = round.at("/bytes/mask").asLong() > 0;
      assertThat(sent).as(line).isEqualTo(version == -1 || changes > 0);
      changes = changed ? 1 : 0;
      version = round.at("/mask/version").asInt();
    }
    JsonNode last = CommandLineRun.parse(lines.get(lines.size() - 1));
    assertThat(last.at("/bytes/upPerTask").asLong())
        .isLessThanOrEqualTo(4 * summary.at("/nnz").asLong() + 4 * (128 + 64 + 10) + 256);
  }

  private double accuracyOfPredictions() throws IOException {
    Path part;
    try (var files = Files.list(directory.resolve("predictions"))) {
      part = files.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
    }
    List<String> lines = Files.readAllLines(part);
    List<String> header = List.of(lines.get(0).split(","));
    int label = header.indexOf("label");
    int prediction = header.indexOf("prediction");
    long correct = lines.stream().skip(1).map(line -> line.split(","))
        .filter(cells -> cells[label].equals(cells[prediction])).count();
    assertThat(lines).hasSize(1_798);
    return correct / 1_797.0;
  }

  @Test
  void checkSaysWhatTrainingWouldDoAndLeavesNothing() throws IOException {
    CommandLineRun check = quick("check", "--config", CONFIG);

    assertThat(check.exitCode()).as(check.err()).isZero();
    assertThat(check.out()).contains("fc1", "64 -> 128", "memory", "rounds");
    try (var left = Files.list(directory)) {
      assertThat(left).isEmpty();
    }
  }

  @Test
  void helpNamesEveryCommandAndEveryCommandHasHelp() {
    CommandLineRun help = quick("--help");

    assertThat(help.exitCode()).isZero();
    for (String command : List.of("train", "evaluate", "predict", "inspect", "check")) {
      assertThat(help.out()).contains(command);
      CommandLineRun ofCommand = quick(command, "--help");
      assertThat(ofCommand.exitCode()).isZero();
      assertThat(ofCommand.out()).contains("Usage: gossamer " + command);
    }
  }
}
