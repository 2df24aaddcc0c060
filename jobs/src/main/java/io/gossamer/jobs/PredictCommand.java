package io.gossamer.jobs;

import io.gossamer.driver.files.Folder;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.driver.run.RunFolders;
import io.gossamer.driver.score.PredictionJob;
import io.gossamer.driver.spark.Waits;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gossamer predict}. */
@Command(
    name = "predict",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Predicts for every row of a table.",
      "Writes the rows' plain columns with the prediction and, for classes, its probability.",
      "Rows need no label and keep their order.",
      ""
    },
    footer = {"", "Example: gossamer predict --model runs/digits --data new.csv --output scored"})
final class PredictCommand implements Callable<Integer> {
  /** File formats that predictions can be written in. */
  enum OutputFormat {
    CSV,
    PARQUET
  }

  @Spec CommandSpec spec;
  @Mixin ModelDataOptions rows;
  @Mixin RunOptions run;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder for the predictions, local or any Hadoop URI; must be new or empty.")
  String output;

  @Option(names = "--format", defaultValue = "csv", description = "csv or parquet; default ${DEFAULT-VALUE}.")
  OutputFormat format;

  @Override
  public Integer call() throws IOException {
    Waits waits = rows.waits();
    RunFolders.requireEmpty(Folder.at(output, new Configuration()));
    try (SparkSession spark = run.open("predict")) {
      Configuration hadoop = spark.sparkContext().hadoopConfiguration();
      Model model = ModelFiles.read(Folder.at(rows.model, hadoop));
      ModelDataOptions.ReadSettings settings = rows.settings(model.schema());
      Folder folder = Folder.at(output, hadoop);
      waits.during(spark.sparkContext(), "predicting", () -> {
        PredictionJob.predict(spark, model, settings.data(), settings.features())
            .write().mode(SaveMode.Append).option("header", true)
            .format(format.name().toLowerCase(Locale.ROOT)).save(folder.uri());
        return folder;
      });
      if (!run.quiet) {
        spec.commandLine().getOut().println("written " + folder);
        spec.commandLine().getOut().flush();
      }
    }
    return ExitCode.DONE.code();
  }
}
