package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.commands.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master and Workers in processes of their own, on two hosts: the model of one process. */
@Tag("clusters")
class StandaloneIT {
  private static final Map<String, String> SMALL = Map.of(
      "spark.driver.memory", "1g", "spark.executor.memory", "1g", "spark.executor.cores", "1", "spark.cores.max", "2",
      "spark.kryo.registrationRequired", "true");

  @TempDir private static Path folder;
  private static StandaloneCluster cluster;
  private static String reference;

  @BeforeAll
  static void start() {
    reference = DigitsRun.reference(folder);
    cluster = new StandaloneCluster(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    if (cluster != null) {
      cluster.close();
    }
  }

  @Test
  void clientModeOnTwoHosts() throws IOException {
    CommandLineRun run = SparkSubmit.run(
        folder, cluster.master(), "client", SMALL, DigitsRun.arguments(folder.resolve("client").toString()));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(DigitsRun.hash(folder.resolve("client"))).isEqualTo(reference);
    assertThat(applications("127.0.0.1")).isNotEmpty();
    assertThat(applications("127.0.0.2")).isNotEmpty();
  }

  private static List<String> applications(String host) throws IOException {
    try (Stream<Path> files = Files.list(cluster.work(host))) {
      return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("app-")).toList();
    }
  }
}
