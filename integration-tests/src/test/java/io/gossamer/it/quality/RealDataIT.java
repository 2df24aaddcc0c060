package io.gossamer.it.quality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.ops.testing.RealData;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real data sets through the real command, each at a quality that only a working trainer reaches. */
class RealDataIT {
  @TempDir private Path directory;

  private JsonNode train(String config, String... sets) {
    List<String> arguments = new ArrayList<>(List.of("train", "--quiet", "--output", "run"));
    if (!config.isEmpty()) {
      arguments.addAll(List.of("--config", CommandLineRun.checkout().resolve(config).toString()));
    }
    for (String set : sets) {
      arguments.addAll(List.of("--set", set));
    }
    CommandLineRun run = CommandLineRun.in(
        directory, Map.of("GOSSAMER_DATA", RealData.folder().toString()), arguments.toArray(String[]::new));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return CommandLineRun.json(directory.resolve("run/summary.json"));
  }

  @Test
  void mnistAtFivePercentDensityIsAsGoodAsPromised() throws IOException {
    JsonNode summary = train("examples/mnist-gradual.yaml");

    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThanOrEqualTo(0.98);
    assertThat(summary.at("/metrics/test/rows").asLong()).isEqualTo(10_000);
    assertThat(summary.at("/nnz").asLong()).isEqualTo(13_310);
    for (String line : Files.readAllLines(directory.resolve("run/rounds.jsonl"))) {
      long values = 4L * 266_200 + 4 * 410 + 256;
      assertThat(CommandLineRun.parse(line).at("/bytes/upPerTask").asLong()).isLessThanOrEqualTo(values);
    }
  }

  @Test
  void lenet5LearnsMnistWhileItIsPruned() {
    JsonNode summary = train(
        "examples/mnist-lenet5.yaml", "training.epochs=1", "training.warmupEpochs=0.1", "sparsity.gradual.end=0.5",
        "sparsity.gradual.initial=0.5");

    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.96);
    assertThat(summary.at("/nnz").asLong()).isEqualTo(21_525);
  }

  /**
   * A dense row of the million columns would take 4 MB, all of them 28 GB. The memory that the plan states is enough,
   * with 300 MB for Spark itself, its web server and what is garbage for a while.
   */
  @Test
  void aMillionHashedColumnsTrainInTheMemoryPlannedAndPredictWithoutADenseRow() throws IOException {
    String config = CommandLineRun.checkout().resolve("examples/criteo-dlrm.yaml").toString();
    String folder = RealData.folder().toString();
    Map<String, String> quick = new HashMap<>(CommandLineRun.SHORT);
    quick.put("GOSSAMER_DATA", folder);
    CommandLineRun checked =
        CommandLineRun.in(directory, quick, "check", "--quiet", "--json", "--config", config);
    JsonNode planned = checked.json().at("/memoryBytes");
    long bytes = planned.path("driver").asLong() + planned.path("task").asLong() + planned.path("data").asLong();

    CommandLineRun run = CommandLineRun.in(
        directory, Map.of("GOSSAMER_DATA", folder, "GOSSAMER_HEAP", bytes / (1 << 20) + 300 + "m"), "train", "--quiet",
        "--master", "local[1]", "--output", "run", "--config", config, "--set", "training.epochs=1");

    assertThat(bytes).isLessThan(500_000_000);
    assertThat(run.exitCode()).as(run.err()).isZero();
    JsonNode summary = CommandLineRun.json(directory.resolve("run/summary.json"));
    assertThat(summary.at("/metrics/test/auc").asDouble()).isGreaterThan(0.62);
    assertThat(summary.at("/parameters").asLong()).isGreaterThan(4_000_000);
    String rows = folder + "/criteo-sample/test.txt.gz";
    CommandLineRun evaluated = CommandLineRun.in(
        directory, CommandLineRun.SHORT, "evaluate", "--model", "run", "--data", rows, "--json",
        "--set", "data.header=false", "--set", "data.separator=\"\\t\"");
    assertThat(evaluated.exitCode()).as(evaluated.err()).isZero();
    assertThat(CommandLineRun.parse(evaluated.out()).findValue("accuracy").asDouble())
        .isEqualTo(summary.at("/metrics/test/accuracy").asDouble());
  }

  @Test
  void fashionMnistTrainsWithTheSameConfig() {
    String folder = RealData.folder() + "/fashion-mnist/";
    JsonNode summary = train(
        "examples/mnist-random.yaml", "training.epochs=4", "data.train=" + folder + "train-images-idx3-ubyte.gz",
        "data.trainLabels=" + folder + "train-labels-idx1-ubyte.gz",
        "data.test=" + folder + "t10k-images-idx3-ubyte.gz",
        "data.testLabels=" + folder + "t10k-labels-idx1-ubyte.gz");

    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.84);
  }

  @Test
  void sparseRowsOfA9aStaySparseAndBeatTheLinearBaseline() {
    JsonNode summary = train("", "data.format=libsvm", "data.train=" + RealData.folder() + "/a9a/a9a.gz",
        "data.test=" + RealData.folder() + "/a9a/a9a.t.gz", "model.hidden=[64]", "model.loss=logistic",
        "sparsity.sparsity=0.8", "training.epochs=6", "training.learningRate=0.05");

    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.848);
    assertThat(summary.at("/metrics/test/rows").asLong()).isEqualTo(16_281);
  }

  /** What is in no vocabulary counts as missing does, from training to prediction. */
  @Test
  void numbersHashedCategoriesAndVocabulariesOfAdultTrainEvaluateAndPredict() throws IOException {
    JsonNode summary = train("examples/adult-wide-deep.yaml", "training.epochs=4");
    String[] people = {"Male", "Female", "Unheard-of", ""};
    Path rows = directory.resolve("people.csv");
    try (BufferedWriter out = Files.newBufferedWriter(rows)) {
      for (String sex : people) {
        out.write("39, State-gov, 77516, Bachelors, 13, Never-married, Adm-clerical, Not-in-family, White, " + sex
            + ", 2174, 0, 40, United-States, <=50K\n");
      }
    }

    CommandLineRun predict = CommandLineRun.in(directory, CommandLineRun.SHORT, "predict", "--model", "run", "--data",
        rows.toString(), "--set", "data.header=false", "--output", "predictions");
    CommandLineRun evaluate = CommandLineRun.in(directory, CommandLineRun.SHORT, "evaluate", "--model", "run", "--data",
        RealData.folder() + "/adult/adult.data.gz", "--json", "--set", "data.header=false");

    assertThat(summary.at("/metrics/test/auc").asDouble()).isGreaterThan(0.89);
    assertThat(evaluate.exitCode()).as(evaluate.err()).isZero();
    assertThat(evaluate.json().at("/rows").asInt()).isEqualTo(32_561);
    assertThat(evaluate.json().at("/accuracy").asDouble()).isGreaterThan(0.845);
    assertThat(predict.exitCode()).as(predict.err()).isZero();
    List<String> probabilities = lastColumn(directory.resolve("predictions"));
    assertThat(probabilities).hasSize(4);
    assertThat(probabilities.get(2)).isEqualTo(probabilities.get(3));
    assertThat(probabilities.subList(0, 3)).doesNotHaveDuplicates();
  }

  private static List<String> lastColumn(Path folder) throws IOException {
    try (Stream<Path> parts = Files.list(folder)) {
      Path part = parts.filter(file -> file.toString().endsWith(".csv")).findFirst().orElseThrow();
      return Files.readAllLines(part).stream().skip(1)
          .map(line -> line.substring(line.lastIndexOf(',') + 1)).toList();
    }
  }

  @Test
  void covertypeWithSevenClassesBeatsTheLinearBaseline() {
    JsonNode summary = train("", "data.format=csv", "data.header=false",
        "data.train=" + RealData.folder() + "/covtype20k/covtype.20k.data.gz", "data.label=_c54",
        "data.testFraction=0.2", "features.scaling=standard", "model.hidden=[128, 64]", "sparsity.sparsity=0.8",
        "training.epochs=30", "training.learningRate=0.05");

    assertThat(summary.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.76);
    assertThat(summary.at("/layers/2/shape/0").asInt()).isEqualTo(7);
  }

  @Test
  void aRegressionOnHousesBeatsRidge() {
    JsonNode summary = train("", "data.format=csv", "data.header=true",
        "data.train=" + RealData.folder() + "/california-housing/cal_housing.csv.gz",
        "data.label=" + "medianHouseValue", "data.testFraction=0.2",
        "features.scaling=standard", "model.hidden=[64, 32]", "model.loss=squared", "sparsity.sparsity=0.7",
        "training.epochs=30", "training.learningRate=0.01");

    assertThat(summary.at("/metrics/test/r2").asDouble()).isGreaterThan(0.70);
  }
}
