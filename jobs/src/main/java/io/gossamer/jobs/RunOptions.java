package io.gossamer.jobs;

import io.gossamer.driver.spark.Sessions;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Option;

/** How a command runs and what it prints. */
final class RunOptions {
  @Option(
      names = {"-m", "--master"},
      paramLabel = "URL",
      defaultValue = "local[*]",
      description = "Spark master when spark-submit names none, for example local[4]; default ${DEFAULT-VALUE}.")
  String master;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but errors, and JSON if asked for.")
  boolean quiet;

  @Option(names = "--json", description = "Print the result as JSON on standard output.")
  boolean json;

  SparkSession open(String command) {
    return Sessions.open("gossamer " + command, master, jar());
  }

  /** The jar this class came from; null when it came from a folder of classes, which local masters see anyway. */
  private static String jar() {
    try {
      Path source =
          Path.of(RunOptions.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return source.toString().endsWith(".jar") ? source.toString() : null;
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry is not a URI", e);
    }
  }
}
