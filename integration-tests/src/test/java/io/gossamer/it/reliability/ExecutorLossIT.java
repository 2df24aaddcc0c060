package io.gossamer.it.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
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

  /** Once so many rounds are over and both executors are there. */
  private static void killOne(DigitsTraining training, String output, Process driver, long rounds) throws Exception {
    training.awaitRounds(driver, output, rounds);
    for (int tries = 0; executors(driver).size() < 2; tries++) {
      assertThat(driver.isAlive() && tries < 6_000).as(training.log(output)).isTrue();
      Thread.sleep(10);
    }
    executors(driver).get(0).destroyForcibly();
  }

  /**
   * With its shards on the one executor that was left, a round would take 1.5 times as long for ever. Only a machine
   * that does nothing else can tell: {@code -Dexcluded.tests=none -Dgroups=timing}.
   */
  @Tag("timing")
  @Test
  void laterRoundsTakeAsLongAsBefore() throws Exception {
    DigitsTraining training = new DigitsTraining(directory, "sparsity.method=random", "training.epochs=3000",
        "rounds.localSteps=300", "model.hidden=[512, 256]");

    Process driver = training.start("timed", CLUSTER);
    killOne(training, "timed", driver, 40);
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(driver.exitValue()).as(training.log("timed")).isZero();
    assertThat(training.log("timed")).contains("spread again executors=2");
    double before = training.medianSeconds("timed", 31, 40);
    int last = (int) training.rounds("timed");
    double after = training.medianSeconds("timed", last - 9, last);
    System.out.printf(Locale.ROOT, "of %d rounds one took %.3f s before and %.3f s after an executor was lost%n", last,
        before, after);
    assertThat(after / before).isLessThan(1.15);
  }

  @Test
  void executorsKilledInRoundsOneFiveAndTheLastChangeNoBit() throws Exception {
    DigitsTraining training = new DigitsTraining(directory, "training.epochs=120", "rounds.localSteps=80");
    String whole = training.run("whole", "local[2]");
    long last = training.rounds("whole");

    Process driver = training.start("cut", CLUSTER);
    for (long round : new long[] {1, 5, last}) {
      killOne(training, "cut", driver, round - 1);
    }
    assertThat(driver.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(driver.exitValue()).as(training.log("cut")).isZero();
    assertThat(training.hash("cut")).isEqualTo(whole);
    assertThat(training.log("cut")).contains("spread again executors=2");
  }
}
