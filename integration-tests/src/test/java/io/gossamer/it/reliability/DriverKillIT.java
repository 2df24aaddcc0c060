package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.it.commands.CommandLineRun;
import io.gossamer.ops.random.Seed;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The driver killed by SIGKILL at random moments of one run, 20 in a whole series, continued each time: the model of an
 * uninterrupted run.
 */
@Tag("clusters")
class DriverKillIT {
  private static final int KILLS = Kills.of(20);

  @TempDir private Path directory;

  @Test
  void aSeriesOfKillsComesToTheSameModel() throws Exception {
    DigitsTraining training = new DigitsTraining(directory, "checkpoint.every=1", "training.epochs=25");
    String whole = training.run("whole", "local[2]");

    Seed.Stream draws = new Seed(7).child("kills").stream();
    int rounds = CommandLineRun.json(directory.resolve("whole/summary.json")).at("/rounds").asInt();
    for (int kill = 0; kill < KILLS; kill++) {
      Process process = training.start("cut", "local[2]");
      if (kill % 4 == 3) {
        // While it starts, loads, or goes on at its checkpoint.
        Thread.sleep((long) (draws.nextDouble() * 6_000));
      } else {
        // Around the end of its next round, where checkpoints are written.
        training.awaitRounds(process, "cut", Math.min(rounds - 1, training.rounds("cut") + 1));
        Thread.sleep((long) (draws.nextDouble() * 300));
      }
      process.destroyForcibly().waitFor();
    }

    assertThat(training.run("cut", "local[2]")).isEqualTo(whole);
    assertThat(training.rounds("cut")).isEqualTo(rounds);
  }
}
