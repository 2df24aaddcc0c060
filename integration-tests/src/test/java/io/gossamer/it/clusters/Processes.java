package io.gossamer.it.clusters;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the profiles of integration-tests/pom.xml lay down in target/, and the JVMs that need it. */
final class Processes {
  private static final Path TARGET = Path.of("target").toAbsolutePath();
  private static final Path SOURCES = Path.of("src/test/processes").toAbsolutePath();

  private Processes() {}

  /** Runs a program of src/test/processes on a class path. */
  static Daemon start(String program, Path folder, String classPath, String... arguments) {
    List<String> command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g",
        "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp", classPath,
        SOURCES.resolve(program + ".java").toString()));
    command.addAll(List.of(arguments));
    return Daemon.start(program, folder, Map.of(), command);
  }

  /** All jars of a folder in target/. */
  static String jars(String folder) {
    return TARGET.resolve(folder) + "/*";
  }

  /** The class path in a file of target/. */
  static String classPath(String file) {
    try {
      return Files.readString(TARGET.resolve(file), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("not built with the profile of this test", e);
    }
  }

  /** A SPARK_HOME of links in target/, as bin/gossamer makes one, for the class path in a file there. */
  static Path sparkHome(String name, String classPathFile) {
    Path home = TARGET.resolve(name);
    try {
      Path jars = Files.createDirectories(home.resolve("jars"));
      for (String jar : classPath(classPathFile).split(":")) {
        Path link = jars.resolve(Path.of(jar).getFileName());
        Files.deleteIfExists(link);
        Files.createSymbolicLink(link, Path.of(jar));
      }
      Path bin = Files.createDirectories(home.resolve("bin"));
      for (String script : List.of("spark-class", "spark-submit")) {
        // Copies: the scripts take their own place for that of Spark.
        Files.copy(SparkSubmit.home().resolve("bin").resolve(script), bin.resolve(script),
            StandardCopyOption.REPLACE_EXISTING);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
