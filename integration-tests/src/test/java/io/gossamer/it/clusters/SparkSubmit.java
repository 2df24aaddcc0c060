package io.gossamer.it.clusters;

import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.it.commands.SharedClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** {@code spark-submit} with our jar, as deploy/README.md describes it. */
public final class SparkSubmit {
  /** What starts fastest, for processes that live for seconds. */
  static final String SHORT_JVM = CommandLineRun.SHORT_JVM + " " + SharedClasses.SPARK.flag();

  /**
   * For runs of seconds: what compiles fastest, in driver and executors. Scalar kernels make the same bits.
   */
  public static final Map<String, String> SHORT = Map.of(
      "spark.driver.memory", "1g", "spark.executor.memory", "1g", "spark.kryo.registrationRequired", "true",
      "spark.driver.extraJavaOptions", SHORT_JVM, "spark.executor.extraJavaOptions", SHORT_JVM);

  private static final String MAIN = "io.gossamer.jobs.Gossamer";

  private static Path home;

  private SparkSubmit() {}

  /** The SPARK_HOME that bin/gossamer links. */
  public static synchronized Path home() {
    if (home == null) {
      CommandLineRun linked = CommandLineRun.in(CommandLineRun.checkout().resolve("deploy/target"), "--version");
      if (linked.exitCode() != 0) {
        throw new IllegalStateException("bin/gossamer did not link Spark: " + linked.err());
      }
      home = CommandLineRun.checkout().resolve("deploy/target/spark");
    }
    return home;
  }

  /** Our jar. */
  public static Path jar() {
    return CommandLineRun.checkout().resolve("deploy/target/gossamer.jar");
  }

  /** The properties in a file of ours. */
  static Map<String, String> properties(Path file) {
    Map<String, String> properties = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        if (!line.isBlank() && !line.startsWith("#")) {
          String[] sides = line.split(" ", 2);
          properties.put(sides[0], sides[1]);
        }
      }
      return properties;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes Spark properties to a file that only we may read, as is right for secrets. */
  static Path properties(Path folder, String name, Map<String, String> properties) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(properties).forEach((key, value) -> text.append(key).append(' ').append(value).append('\n'));
    try {
      Path file = Files.writeString(folder.resolve(name), text, StandardCharsets.UTF_8);
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Submits and waits for the end.
   *
   * @param deployMode client or cluster
   * @param properties for {@code --properties-file}
   * @param arguments of Gossamer
   */
  public static CommandLineRun run(
      Path folder, String master, String deployMode, Map<String, String> properties, List<String> arguments) {
    return run(home(), folder, Map.of("SPARK_LOCAL_IP", "127.0.0.1"), master, deployMode,
        jar().toString(), properties, arguments);
  }

  static CommandLineRun run(
      Path home, Path folder, Map<String, String> environment, String master, String deployMode, String jar,
      Map<String, String> properties, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(
        home.resolve("bin/spark-submit").toString(), "--master", master, "--deploy-mode", deployMode, "--class", MAIN,
        "--properties-file", properties(folder, "submit.conf", properties).toString(), jar));
    command.addAll(arguments);
    Map<String, String> all = new HashMap<>(environment);
    all.put("SPARK_SUBMIT_OPTS", SHORT_JVM);
    return CommandLineRun.of(folder, all, command);
  }
}
