package io.gossamer.it.commands;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

/**
 * Archives of loaded classes, which halve the time that a JVM of a test takes to start. The build makes them before
 * integration tests (src/test/processes/archive-classes).
 */
public enum SharedClasses {
  /** For {@code bin/gossamer}. */
  GOSSAMER("gossamer.jsa"),
  /** For drivers of {@code spark-submit} and for executors on this machine. */
  SPARK("spark.jsa");

  private final String name;

  SharedClasses(String name) {
    this.name = name;
  }

  /** The flag of the JVM; one without effect where there is no archive of the jar that is tested. */
  public String flag() {
    Path archive = CommandLineRun.checkout().resolve("integration-tests/target/shared-classes").resolve(name);
    Path jar = CommandLineRun.checkout().resolve("deploy/target/gossamer.jar");
    try {
      boolean fresh = Files.exists(archive) && modified(archive).compareTo(modified(jar)) > 0;
      return fresh ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path on which Spark's launcher starts drivers and executors; more may follow it. */
  public static String sparkClassPath() throws IOException {
    Path spark = CommandLineRun.checkout().resolve("deploy/target/spark");
    // The launcher puts slf4j's API before the other jars.
    try (DirectoryStream<Path> first = Files.newDirectoryStream(spark.resolve("jars"), "slf4j-api-*.jar")) {
      return spark.resolve("conf") + ":" + first.iterator().next() + ":" + spark.resolve("jars") + "/*";
    }
  }

  private static FileTime modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file);
  }
}
