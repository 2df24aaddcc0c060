package io.gossamer.it.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs {@code bin/gossamer} as a user does, in a process of its own.
 *
 * @param out standard output
 * @param err standard error
 */
public record CommandLineRun(int exitCode, String out, String err) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MINUTES = 10;

  /** Nothing may cross the wire that is not registered with Kryo. Executors of this machine start in half the time. */
  private static final String STRICT = String.join(" ", SharedClasses.GOSSAMER.flag(),
      "-Dspark.kryo.registrationRequired=true", "-Dspark.executor.extraJavaOptions=" + SharedClasses.SPARK.flag());

  /** What compiles fastest, for runs of seconds whose point is not kernels. Scalar ones make the same bits. */
  public static final String SHORT_JVM = "-XX:TieredStopAtLevel=1 -Dgossamer.kernels=scalar";

  /** Environment of such runs. */
  public static final Map<String, String> SHORT = Map.of("GOSSAMER_JAVA_OPTS", STRICT + " " + SHORT_JVM);

  /** Runs the command line in {@code directory}; fails after ten minutes. */
  public static CommandLineRun in(Path directory, String... arguments) {
    return in(directory, Map.of(), arguments);
  }

  /** As {@link #in(Path, String...)}, with more environment variables. */
  public static CommandLineRun in(Path directory, Map<String, String> environment, String... arguments) {
    List<String> command = new ArrayList<>(List.of(checkout().resolve("bin/gossamer").toString()));
    command.addAll(List.of(arguments));
    Map<String, String> all = new HashMap<>(Map.of("GOSSAMER_HEAP", "2g", "GOSSAMER_JAVA_OPTS", STRICT));
    all.putAll(environment);
    return of(directory, all, command);
  }

  /** Runs any command; fails after ten minutes. */
  public static CommandLineRun of(Path directory, Map<String, String> environment, List<String> command) {
    try {
      Path out = Files.createTempFile(directory, "stdout", ".txt");
      Path err = Files.createTempFile(directory, "stderr", ".txt");
      ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("still running after " + MINUTES + " minutes: " + command);
      }
      CommandLineRun run = new CommandLineRun(process.exitValue(), read(out), read(err));
      Files.delete(out);
      Files.delete(err);
      return run;
    } catch (IOException e) {
      throw new IllegalStateException("cannot run " + command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while running " + command, e);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }

  /** The root of this checkout. */
  public static Path checkout() {
    for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
      if (Files.exists(at.resolve("bin/gossamer"))) {
        return at;
      }
    }
    throw new IllegalStateException("bin/gossamer is in no folder above " + Path.of("").toAbsolutePath());
  }

  /** Standard output as JSON. */
  public JsonNode json() {
    return parse(out);
  }

  /** A JSON file. */
  public static JsonNode json(Path file) {
    try {
      return parse(read(file));
    } catch (IOException e) {
      throw new IllegalStateException("cannot read " + file, e);
    }
  }

  /** JSON text. */
  public static JsonNode parse(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new IllegalStateException("not JSON: " + text, e);
    }
  }
}
