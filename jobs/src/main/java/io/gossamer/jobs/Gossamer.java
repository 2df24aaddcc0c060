package io.gossamer.jobs;

import io.gossamer.driver.run.Diverged;
import io.gossamer.driver.spark.Overdue;
import io.gossamer.ops.CorruptFile;
import java.io.UncheckedIOException;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line, and the main class for spark-submit. */
@Command(
    name = "gossamer",
    description = {
      "Trains sparse neural networks where the data is: on Apache Spark, on CPUs, sparse from the first step.",
      ""
    },
    subcommands = {
      TrainCommand.class, EvaluateCommand.class, PredictCommand.class, InspectCommand.class, CheckCommand.class,
      SweepCommand.class
    },
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage, settings or data, 3 trained but refused, 143 stopped by a signal.",
      "Start here: gossamer train --config examples/digits.yaml",
      "All settings: docs/configuration.md"
    })
public final class Gossamer {
  private static final int HELP_WIDTH = 100;

  /**
   * Ends the JVM, so that no left-over thread of Spark's keeps a scheduler waiting. YARN's application master does so
   * itself, and takes any exit before its own for a failure.
   */
  public static void main(String[] args) {
    // Scripts read what we print: a decimal point everywhere.
    Locale.setDefault(Locale.ROOT);
    int code = run(args);
    if (code != ExitCode.DONE.code() || !isInApplicationMaster()) {
      System.exit(code);
    }
  }

  /** What the application master sets before it calls a driver of its own. */
  private static boolean isInApplicationMaster() {
    return "yarn".equals(System.getProperty("spark.master"))
        && "cluster".equals(System.getProperty("spark.submit.deployMode"));
  }

  static int run(String... args) {
    CommandLine line = new CommandLine(new Gossamer());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpWidth(HELP_WIDTH);
    line.setParameterExceptionHandler(Gossamer::badUsage);
    line.setExecutionExceptionHandler(Gossamer::failed);
    if (args.length == 0) {
      line.usage(line.getErr());
      return ExitCode.BAD_INPUT.code();
    }
    return line.execute(args);
  }

  private static int badUsage(ParameterException problem, String[] args) {
    CommandLine line = problem.getCommandLine();
    line.getErr().println("gossamer: " + problem.getMessage() + "; see " + line.getCommandSpec().qualifiedName()
        + " --help");
    return ExitCode.BAD_INPUT.code();
  }

  private static int failed(Exception failure, CommandLine line, ParseResult parsed) {
    ExitCode code = ExitCode.of(failure);
    if (code == ExitCode.BAD_INPUT) {
      line.getErr().println("gossamer: " + ExitCode.userFault(failure).getMessage());
    } else {
      line.getErr().println("gossamer: " + failure.getMessage());
      if (!isExplained(failure)) {
        failure.printStackTrace(line.getErr());
      }
    }
    return code.code();
  }

  /** Whether the sentence says all there is to say. */
  private static boolean isExplained(Exception failure) {
    return failure instanceof CorruptFile || failure instanceof Diverged || failure instanceof Overdue
        || failure instanceof UncheckedIOException;
  }
}
