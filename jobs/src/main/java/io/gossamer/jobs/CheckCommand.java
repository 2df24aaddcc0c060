package io.gossamer.jobs;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.run.TrainingJob;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code gossamer check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Checks settings, data and memory without training.",
      "Reads every row, resolves the plan and prints it. Writes nothing. Exit code 2: train would refuse.",
      ""
    })
final class CheckCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConfigOptions config;
  @Mixin RunOptions run;

  @Override
  public Integer call() throws IOException {
    Settings settings = config.read(List.of());
    try (SparkSession spark = run.open("check")) {
      Plan plan = new TrainingJob(spark, settings, new Progress(spec.commandLine().getErr(), run.quiet)).plan();
      if (run.json) {
        spec.commandLine().getOut().println(JsonText.of(plan));
      } else if (!run.quiet) {
        spec.commandLine().getOut().println(PlanText.summary(plan));
      }
      spec.commandLine().getOut().flush();
    }
    return ExitCode.DONE.code();
  }
}
