package io.gossamer.jobs;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.sweep.SweepCell;
import io.gossamer.driver.sweep.SweepJob;
import io.gossamer.driver.sweep.SweepTable;
import io.gossamer.jobs.sweep.SweepFile;
import io.gossamer.jobs.sweep.SweepSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gossamer sweep}. */
@Command(
    name = "sweep",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Trains a grid of settings as one Spark application.",
      "The section sweep of the file says what varies: any setting by its key. Rows are read and packed once for all",
      "cells on the same rows (data, features, training.seed). Writes cells.csv, table.csv (mean and spread over",
      "training.seed), table.json, report.html, and a run directory a cell under cells/.",
      "A cell that fails is reported and the rest goes on. The same command again trains what is missing or failed.",
      ""
    },
    footer = {
      "",
      "Exit codes: 0 all cells done, 1 some failed, 2 wrong usage, settings or data.",
      "",
      "Examples:",
      "  gossamer sweep --config examples/mnist-sweep.yaml --output sweeps/mnist",
      "  gossamer sweep -c examples/digits.yaml -o sweeps/digits \\",
      "    -s 'sweep.over={sparsity.sparsity: [0.8, 0.9], training.seed: [1, 2, 3]}'"
    })
final class SweepCommand implements Callable<Integer> {
  @Spec CommandSpec spec;
  @Mixin ConfigOptions config;
  @Mixin RunOptions run;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder of the sweep, local or any Hadoop URI: new, empty, or of a sweep to go on with.")
  String output;

  @Override
  public Integer call() throws IOException {
    SweepSettings sweep = SweepFile.read(config.file, config.sets);
    List<SweepCell> cells = SweepFile.cells(sweep, config.file, config.sets);
    SweepJob.requireSweepOrEmpty(Folder.at(output, new Configuration()));
    String title = sweep.title().isEmpty() ? config.name() : sweep.title();
    PrintWriter out = spec.commandLine().getOut();
    try (SparkSession spark = run.open("sweep")) {
      Folder folder = Folder.at(output, spark.sparkContext().hadoopConfiguration());
      SweepTable table =
          new SweepJob(spark, cells, title, new SweepProgress(spec.commandLine().getErr(), run.quiet))
              .run(folder, PlanText::yaml);
      if (run.json) {
        out.println(table.json().toPrettyString());
      } else if (!run.quiet) {
        out.printf("%n%s%n%n  written    %s%n", table.text(), folder);
      }
      out.flush();
      table.failures().forEach(result -> spec.commandLine().getErr().println(
          "gossamer: " + result.cell().label() + " failed: " + result.failure()));
      spec.commandLine().getErr().flush();
      return (table.failures().isEmpty() ? ExitCode.DONE : ExitCode.FAILED).code();
    }
  }
}
