package io.gossamer.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.Summary;
import io.gossamer.driver.run.TrainingJob;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gossamer train}. */
@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Trains a sparse network and writes a run directory.",
      "In it: plan.yaml (what was decided), rounds.jsonl (a line a round), summary.json, model/.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  gossamer train --config examples/digits.yaml",
      "  gossamer train -c examples/mnist-gradual.yaml -o runs/gradual",
      "  gossamer train -s data.train=rows.csv -s data.label=y -s sparsity.sparsity=0.95"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConfigOptions config;
  @Mixin RunOptions run;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Run directory, local or any Hadoop URI; must be new or empty. Default: runs/NAME-TIME.")
  String output;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read(output == null ? List.of() : List.of("output.directory=" + output));
    String directory = settings.output().directory().isEmpty() ? freshName() : settings.output().directory();
    // Looked at before Spark starts, with the configuration Spark would start with.
    TrainingJob.requireEmpty(Folder.at(directory, new Configuration()));
    Progress progress = new Progress(spec.commandLine().getErr(), run.quiet);
    try (SparkSession spark = run.open("train")) {
      Folder folder = Folder.at(directory, spark.sparkContext().hadoopConfiguration());
      ObjectNode summary = new TrainingJob(spark, settings, progress).train(folder, PlanText::yaml);
      if (run.json) {
        spec.commandLine().getOut().print(Summary.text(summary));
        spec.commandLine().getOut().flush();
      } else if (!run.quiet) {
        spec.commandLine().getOut().println(SummaryText.of(summary, folder.toString()));
      }
    }
    return ExitCode.DONE.code();
  }

  private String freshName() {
    return "runs/" + config.name() + "-" + LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
