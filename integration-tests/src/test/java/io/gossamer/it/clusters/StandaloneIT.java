package io.gossamer.it.clusters;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.commands.CommandLineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Master and Workers in processes of their own, on two hosts: the model of one process, in both deploy modes. */
@Tag("clusters")
class StandaloneIT {
  private static final Map<String, String> TWO = Map.of(
      "spark.executor.cores", "1", "spark.cores.max", "2", "spark.standalone.submit.waitAppCompletion", "true");

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
    CommandLineRun run = submit("client", DigitsRun.arguments(folder.resolve("client").toString()));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(DigitsRun.hash(folder.resolve("client"))).isEqualTo(reference);
    assertThat(applications("127.0.0.1")).isNotEmpty();
    assertThat(applications("127.0.0.2")).isNotEmpty();
  }

  @Test
  void clusterModeRunsTheDriverOnAWorker() throws IOException {
    CommandLineRun run = submit("cluster", DigitsRun.arguments(folder.resolve("cluster").toString()));

    assertThat(run.err()).contains("is FINISHED");
    assertThat(DigitsRun.hash(folder.resolve("cluster"))).isEqualTo(reference);
    assertThat(Stream.concat(names("127.0.0.1"), names("127.0.0.2"))).anyMatch(name -> name.startsWith("driver-"));
  }

  @Test
  void badInputInTheDriverOfAClusterIsAFailedDriver() {
    CommandLineRun run = submit("cluster", List.of("train", "--quiet", "--set", "data.train=/gone.csv", "--output",
        folder.resolve("bad").toString()));

    // spark-submit itself ends with 0 all the same: deploy/README.md says so.
    assertThat(run.err()).contains("is FAILED");
    assertThat(folder.resolve("bad")).doesNotExist();
  }

  private static CommandLineRun submit(String mode, List<String> arguments) {
    Map<String, String> properties = new HashMap<>(SparkSubmit.SHORT);
    properties.putAll(TWO);
    if (mode.equals("cluster")) {
      properties.putAll(SparkSubmit.properties(CommandLineRun.checkout().resolve("deploy/standalone/driver.conf")));
    }
    return SparkSubmit.run(folder, cluster.master(), mode, properties, arguments);
  }

  private static List<String> applications(String host) throws IOException {
    return names(host).filter(name -> name.startsWith("app-")).toList();
  }

  private static Stream<String> names(String host) throws IOException {
    try (Stream<Path> files = Files.list(cluster.work(host))) {
      return files.map(file -> file.getFileName().toString()).toList().stream();
    }
  }
}
