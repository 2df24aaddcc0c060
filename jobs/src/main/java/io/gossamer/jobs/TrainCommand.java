package io.gossamer.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.Summary;
import io.gossamer.driver.run.Resume;
import io.gossamer.driver.run.RunFolders;
import io.gossamer.driver.run.StopRequest;
import io.gossamer.driver.run.Stopped;
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
      "  gossamer train -c nightly.yaml -o runs/tonight    (again after a crash: it continues)",
      "  gossamer train -s data.train=rows.csv -s data.label=y -s sparsity.sparsity=0.95"
    })
final class TrainCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConfigOptions config;
  @Mixin RunOptions run;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Run directory, local or any Hadoop URI; new, empty, or of the run to continue. Default: "
          + "runs/NAME-TIME.")
  String output;

  @Option(
      names = "--resume",
      paramLabel = "auto|never|PATH",
      defaultValue = "auto",
      description = "Where to begin: auto continues the newest whole checkpoint of the run directory if there is one; "
          + "never begins anew; PATH names a checkpoint, or a run directory. Default: ${DEFAULT-VALUE}.")
  String resume;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read(output == null ? List.of() : List.of("output.directory=" + output));
    String directory = settings.output().directory().isEmpty() ? freshName() : settings.output().directory();
    Resume begin = Resume.of(resume);
    // Looked at before Spark starts, with the configuration Spark would start with.
    RunFolders.of(directory, settings.checkpoint(), new Configuration()).check(begin);
    try (SparkSession spark = run.open("train");
        StopRequest stop = StopRequest.bySignal(spark.sparkContext())) {
      return train(spark, settings, directory, begin, stop);
    }
  }

  private int train(SparkSession spark, Settings settings, String directory, Resume begin, StopRequest stop) {
    RunFolders folders =
        RunFolders.of(directory, settings.checkpoint(), spark.sparkContext().hadoopConfiguration());
    Progress progress = new Progress(spec.commandLine().getErr(), run.quiet);
    try {
      ObjectNode summary = new TrainingJob(spark, settings, progress).train(folders, begin, stop, PlanText::yaml);
      if (run.json) {
        spec.commandLine().getOut().print(Summary.text(summary));
        spec.commandLine().getOut().flush();
      } else if (!run.quiet) {
        spec.commandLine().getOut().println(SummaryText.of(summary, folders.output().toString()));
      }
      return ExitCode.DONE.code();
    } catch (Stopped e) {
      // Said here, while the signal still waits: once Spark has closed, this JVM may be gone.
      spec.commandLine().getErr().println("gossamer: " + e.getMessage());
      spec.commandLine().getErr().flush();
      return ExitCode.STOPPED.code();
    }
  }

  private String freshName() {
    return "runs/" + config.name() + "-" + LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
  }
}
