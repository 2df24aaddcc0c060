package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.clusters.DigitsRun;
import io.gossamer.it.clusters.SparkSubmit;
import io.gossamer.it.clusters.StandaloneCluster;
import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.it.faults.Fault;
import io.gossamer.it.faults.Fault.Kind;
import io.gossamer.it.faults.FaultPlugin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors that come, go, are slow, are shunned or are shared, on two hosts: the same model. */
@Tag("clusters")
class ElasticIT {
  private static final Map<String, String> TWO = Map.of("spark.executor.cores", "1", "spark.cores.max", "2");

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

  /** An application with a folder of its own. */
  private record Application(Path home) {
    static Application of(String name) {
      try {
        Files.createDirectories(folder.resolve(name).resolve("faults"));
        return new Application(folder.resolve(name));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Path output() {
      return home.resolve("run");
    }

    CommandLineRun run(Map<String, String> more, Fault... faults) {
      return run(more, List.of(), faults);
    }

    CommandLineRun run(Map<String, String> more, List<String> sets, Fault... faults) {
      Map<String, String> properties = new HashMap<>(SparkSubmit.SHORT);
      properties.putAll(TWO);
      properties.put("spark.app.name", name());
      properties.putAll(more);
      if (faults.length > 0) {
        properties.putAll(FaultPlugin.properties(home.resolve("faults"), List.of(faults)));
      }
      return SparkSubmit.run(home, cluster.master(), "client", properties,
          DigitsRun.arguments(output().toString(), sets.toArray(String[]::new)));
    }

    void makesTheReference(CommandLineRun run, Fault... faults) {
      assertThat(run.exitCode()).as(run.err()).isZero();
      assertThat(DigitsRun.hash(output())).isEqualTo(reference);
      assertThat(faults).allSatisfy(fault ->
          assertThat(fault.isSpent(home.resolve("faults"))).as(fault.toString()).isTrue());
    }

    /** The name that the Master gave it. */
    String id() {
      Matcher matcher = Pattern.compile("Registered app " + name() + " with ID (\\S+)").matcher(cluster.masterLog());
      assertThat(matcher.find()).isTrue();
      return matcher.group(1);
    }

    private String name() {
      return home.getFileName().toString();
    }

    /** Seconds that a round took. */
    double seconds(int round) throws IOException {
      String line = Files.readAllLines(output().resolve("rounds.jsonl")).get(round - 1);
      return DigitsTraining.seconds(CommandLineRun.parse(line));
    }
  }

  @Test
  void aSlowTaskIsOvertakenOnAnotherHostAndAnExecutorThatFailsIsShunned() throws IOException {
    Application application = Application.of("speculation");
    Fault[] faults = {new Fault(Kind.FAIL, "round 2", 1, 2), new Fault(Kind.SLOW, "round 4", 0, 1)};

    CommandLineRun run = application.run(Map.of(
        "spark.speculation", "true", "spark.speculation.quantile", "0.5", "spark.speculation.multiplier", "1.5",
        "spark.excludeOnFailure.enabled", "true", "spark.excludeOnFailure.task.maxTaskAttemptsPerExecutor", "1",
        "spark.excludeOnFailure.task.maxTaskAttemptsPerNode", "2"), faults);

    application.makesTheReference(run, faults);
    assertThat(application.seconds(4)).isLessThan(FaultPlugin.SLOW.toSeconds());
  }

  /** A copy of the slow task comes long before the quorum's patience ends, so nobody is left out. */
  @Test
  void withAQuorumASlowTaskIsOvertakenBeforeItIsLeftOut() throws IOException {
    Application application = Application.of("both");
    Fault slow = new Fault(Kind.SLOW, "round 4", 0, 1);

    CommandLineRun run = application.run(
        Map.of("spark.speculation", "true", "spark.speculation.quantile", "0.5", "spark.speculation.multiplier", "1.5"),
        List.of("rounds.quorum=0.75", "rounds.patience=60"), slow);

    application.makesTheReference(run, slow);
    assertThat(application.seconds(4)).isLessThan(FaultPlugin.SLOW.toSeconds());
    assertThat(CommandLineRun.json(application.output().resolve("summary.json")).at("/skippedShards").asInt()).isZero();
  }

  @Test
  void twoApplicationsAtOnce() {
    Application here = Application.of("here");
    Application there = Application.of("there");

    CompletableFuture<CommandLineRun> first = CompletableFuture.supplyAsync(() -> here.run(Map.of()));
    CommandLineRun second = there.run(Map.of());

    here.makesTheReference(first.join());
    there.makesTheReference(second);
  }

  /** While one task waits the others queue, so it grows; while one waits again the others idle, so it shrinks. */
  @Test
  void dynamicAllocationGrowsAndShrinks() {
    Application application = Application.of("dynamic");
    Fault[] faults = {new Fault(Kind.SLOW, "round 2", 0, 1), new Fault(Kind.SLOW, "round 4", 0, 1)};

    CommandLineRun run = application.run(Map.of(
        "spark.dynamicAllocation.enabled", "true", "spark.dynamicAllocation.shuffleTracking.enabled", "true",
        "spark.dynamicAllocation.minExecutors", "1", "spark.dynamicAllocation.maxExecutors", "3",
        "spark.dynamicAllocation.executorIdleTimeout", "3s", "spark.dynamicAllocation.cachedExecutorIdleTimeout", "3s",
        "spark.dynamicAllocation.shuffleTracking.timeout", "3s", "spark.cores.max", "4"), faults);

    application.makesTheReference(run, faults);
    String id = application.id();
    assertThat(cluster.masterLog()).containsPattern("Launching executor " + id + "/1 ")
        .containsPattern("Application " + id + " requests to kill executors");
  }

  /** The one that does not wait leaves at once, and another has come before the run is over. */
  @Test
  void anExecutorIsDecommissioned() throws Exception {
    Application application = Application.of("decommission");
    Fault slow = new Fault(Kind.SLOW, "round 2", 0, 1);
    CompletableFuture<CommandLineRun> run = CompletableFuture.supplyAsync(() -> application.run(Map.of(
        "spark.decommission.enabled", "true", "spark.storage.decommission.enabled", "true",
        "spark.storage.decommission.rddBlocks.enabled", "true",
        // How often it looks whether its blocks have gone; as long as 30 s by default.
        "spark.storage.decommission.replicationReattemptInterval", "1s"), slow));
    Optional<ProcessHandle> busy = Optional.empty();
    while (busy.isEmpty() && !run.isDone()) {
      TimeUnit.MILLISECONDS.sleep(50);
      busy = slow.first(application.home().resolve("faults"));
    }
    List<ProcessHandle> idle = new ArrayList<>(cluster.executors());
    assertThat(idle).hasSize(2);
    assertThat(idle.remove(busy.orElseThrow())).isTrue();

    new ProcessBuilder("kill", "-PWR", String.valueOf(idle.get(0).pid())).start().waitFor();

    application.makesTheReference(run.join(), slow);
    assertThat(cluster.masterLog()).containsPattern("Launching executor " + application.id() + "/2 ");
  }
}
