package io.gossamer.jobs;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.driver.score.EvaluationJob;
import io.gossamer.driver.spark.Waits;
import io.gossamer.ops.loss.Measures;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gossamer evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {"Measures a model on labelled rows and prints its metrics.", ""},
    footer = {"", "Example: gossamer evaluate --model runs/digits --data new.csv --json"})
final class EvaluateCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ModelDataOptions rows;
  @Mixin RunOptions run;

  @Override
  public Integer call() throws IOException {
    Waits waits = rows.waits();
    try (SparkSession spark = run.open("evaluate")) {
      Model model = ModelFiles.read(Folder.at(rows.model, spark.sparkContext().hadoopConfiguration()));
      ModelDataOptions.ReadSettings settings = rows.settings(model.schema());
      Measures measures = EvaluationJob.measure(spark, model, settings.data(), settings.features(), waits);
      PrintWriter out = spec.commandLine().getOut();
      if (run.json) {
        out.println(JsonText.of(measures));
      } else if (!run.quiet) {
        out.println(measures.metrics().entrySet().stream()
            .map(metric -> String.format("%s %.4f", metric.getKey(), metric.getValue()))
            .collect(Collectors.joining(", ", String.format("%,d rows, ", measures.rows()), "")));
      }
      out.flush();
    }
    return ExitCode.DONE.code();
  }
}
