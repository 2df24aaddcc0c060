package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.it.clusters.SparkSubmit;
import io.gossamer.it.commands.SharedClasses;
import io.gossamer.ops.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writers, in a whole series 100 in a row for each of two stores, each killed by SIGKILL at a random moment: no
 * committed checkpoint is lost, none half-read.
 */
@Tag("clusters")
class CheckpointKillIT {
  private static final int KILLS = Kills.of(100);

  /** Side by side, since a writer that starts keeps one core busy. */
  private static final List<String> STORES = List.of("first", "second");

  @TempDir private Path directory;

  /**
   * Its output goes to a file: a pipe is closed when its process is killed, and what was said last is lost. Without a
   * logger it starts in half the time, with shared classes in three quarters of that.
   */
  private static Process writer(Path folder, Path out) throws IOException {
    String tests = CheckpointWriter.class.getProtectionDomain().getCodeSource().getLocation().getPath();
    return new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
        "-XX:TieredStopAtLevel=1", SharedClasses.SPARK.flag(),
        "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
        "-cp", SharedClasses.sparkClassPath() + ":" + SparkSubmit.jar() + ":" + tests,
        CheckpointWriter.class.getName(), folder.toString()))
        .redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What it said in whole lines. */
  private static List<String> lines(Path out) throws IOException {
    String text = Files.readString(out);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Test
  void everyResumeStartsFromTheNewestWholeCheckpoint() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(STORES.size());
    try {
      List<Callable<Integer>> series = STORES.stream().map(store -> (Callable<Integer>) () -> killed(store)).toList();
      int committed = 0;
      for (Future<Integer> one : threads.invokeAll(series)) {
        committed += one.get();
      }
      assertThat(committed).as("checkpoints committed in all").isGreaterThan(STORES.size() * KILLS / 2);
    } finally {
      threads.shutdownNow();
    }
  }

  /** Writers of one store, one after the other; gives the checkpoints that they committed. */
  private int killed(String store) throws Exception {
    Path folder = Files.createDirectory(directory.resolve(store));
    Path out = directory.resolve(store + ".txt");
    Seed.Stream draws = new Seed(20_251).child(store).stream();
    int committed = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = writer(folder, out);
      // After none, one or two checkpoints, at any point of the next; how long one takes depends on the disk.
      int seen = 1 + draws.nextInt(3);
      while (process.isAlive() && lines(out).size() < seen) {
        Thread.sleep(1);
      }
      Thread.sleep((long) (draws.nextDouble() * 60));
      process.destroyForcibly().waitFor();
      List<String> said = lines(out);
      assertThat(said).as("%s after kill %d", store, kill).startsWith("ready " + committed);
      committed += said.size() - 1;
      Snapshot newest = CheckpointWriter.store(folder).newest().orElse(null);
      int round = newest == null ? 0 : newest.round();
      assertThat(round).as("newest whole one of %s after kill %d", store, kill).isBetween(committed, committed + 1);
      assertThat(newest == null || CheckpointWriter.isWhole(newest)).as("bits of %s after kill %d", store, kill)
          .isTrue();
      committed = round;
    }
    return committed;
  }
}
