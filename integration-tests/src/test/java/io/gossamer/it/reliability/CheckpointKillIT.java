package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.ops.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** 200 writers in a row, each killed by SIGKILL at a random moment: no committed checkpoint is lost, none half-read. */
@Tag("clusters")
class CheckpointKillIT {
  private static final int KILLS = 200;

  @TempDir private Path directory;

  /**
   * Its output goes to a file: a pipe is closed when its process is killed, and what was said last is lost. Without a
   * logger it starts in half the time.
   */
  private static Process writer(Path folder, Path out) throws IOException {
    return new ProcessBuilder(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1", "-Dslf4j.provider=org.slf4j.helpers.NOP_FallbackServiceProvider",
        "-cp", System.getProperty("java.class.path"), CheckpointWriter.class.getName(), folder.toString()))
        .redirectOutput(out.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** What it said in whole lines. */
  private static List<String> lines(Path out) throws IOException {
    String text = Files.readString(out);
    return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
  }

  @Test
  void everyResumeStartsFromTheNewestWholeCheckpoint() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("checkpoints"));
    Path out = directory.resolve("out.txt");
    Seed.Stream draws = new Seed(20_251).child("kills").stream();
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
      assertThat(said).as("after kill %d", kill).startsWith("ready " + committed);
      committed += said.size() - 1;
      Snapshot newest = CheckpointWriter.store(folder).newest().orElse(null);
      int round = newest == null ? 0 : newest.round();
      assertThat(round).as("newest whole one after kill %d", kill).isBetween(committed, committed + 1);
      assertThat(newest == null || CheckpointWriter.isWhole(newest)).as("bits after kill %d", kill).isTrue();
      committed = round;
    }
    assertThat(committed).as("checkpoints committed in all").isGreaterThan(KILLS / 2);
  }
}
