package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executors killed by their process ids while rounds go on: the same model, and shards spread again. */
@Tag("clusters")
class ExecutorLossIT {
  private static final String CLUSTER = "local-cluster[2,1,1024]";

  @TempDir private Path directory;

  private static List<ProcessHandle> executors(Process driver) {
    return driver.descendants()
        .filter(process -> process.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend")).toList();
  }

  @Test
  void executorsKilledInRoundsOneFiveAndTheLastChangeNoBit() throws Exception {
    DigitsTraining training = new DigitsTraining(directory, "training.epochs=240", "rounds.localSteps=80");
    String whole = training.run("whole", "local[2]");
    long last = training.rounds("whole");

    Process driver = training.start("cut", CLUSTER);
    for (long round : new long[] {1, 5, last}) {
      training.awaitRounds(driver, "cut", round - 1);
      List<ProcessHandle> executors = executors(driver);
      assertThat(executors).as(training.log("cut")).isNotEmpty();
      executors.get(0).destroyForcibly();
    }
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(driver.exitValue()).as(training.log("cut")).isZero();
    assertThat(training.hash("cut")).isEqualTo(whole);
    assertThat(training.log("cut")).contains("spread again executors=2");
  }
}
