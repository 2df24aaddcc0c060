package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.checkpoint.CheckpointSettings;
import io.gossamer.driver.checkpoint.CheckpointStore;
import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.files.FaultyFileSystem;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** k rounds, a new process, and the rest: the bits of an uninterrupted run, wherever it was cut. */
class ResumeTest {
  private static final int STEPS = 7;

  @TempDir private Path directory;

  private final List<String> told = new ArrayList<>();
  private long nanos;
  private int fullAfter;

  @BeforeEach
  void behave() {
    FaultyFileSystem.behave();
  }

  static Stream<Arguments> plans() {
    return Stream.concat(
        Stream.of(MaskMethods.values()).map(method -> Arguments.of(method, OuterKind.NESTEROV, 1)),
        Stream.of(OuterKind.values()).flatMap(outer ->
            Stream.of(1, 3).map(particles -> Arguments.of(MaskMethods.GRADUAL, outer, particles))));
  }

  private static Plan plan(MaskMethods method, OuterKind outer, int particles) {
    return RunTest.plan(RunTest.settings(method, outer, 0.05, STEPS, particles));
  }

  private CheckpointStore store(Plan plan) {
    return new CheckpointStore(
        Folder.at(directory.toString(), new Configuration(false)), plan.fingerprint("0.1.0"), 2);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void aRunGoesOnFromAnyRoundToTheSameBits(MaskMethods method, OuterKind outer, int particles) {
    Plan plan = plan(method, outer, particles);
    List<Snapshot> snapshots = new ArrayList<>();
    Totals totals = new Totals();
    RunState whole;
    try (var rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, 2, totals);
      whole = run.run(run.first(), state -> {
        store(plan).write(RunSnapshot.of(plan, state, totals));
        snapshots.add(store(plan).newest().orElseThrow());
      });
    }

    assertThat(snapshots).hasSize(plan.rounds());
    for (int r = 0; r < snapshots.size(); r += 5) {
      Totals rest = RunSnapshot.totals(snapshots.get(r));
      try (var rounds = RunTest.local(plan)) {
        Run run = new Run(plan, rounds, 2, rest);
        RunState resumed = run.run(RunSnapshot.state(plan, snapshots.get(r)), StateKeeper.NONE);
        assertThat(resumed.mean()).isEqualTo(whole.mean());
        assertThat(resumed.mask()).isEqualTo(whole.mask());
        assertThat(resumed.memory()).isEqualTo(whole.memory());
        assertThat(rest.rounds()).isEqualTo(totals.rounds());
        assertThat(rest.rows()).isEqualTo(totals.rows());
        assertThat(rest.bytesUp()).isEqualTo(totals.bytesUp());
      }
    }
  }

  private final RunListener listener = new RunListener() {
    @Override
    public void round(RoundReport report) {
      nanos += TimeUnit.SECONDS.toNanos(20);
    }

    @Override
    public void checkpoint(int round, long bytes, double seconds) {
      assertThat(bytes).isPositive();
      told.add("checkpoint " + round);
      if (round == fullAfter) {
        FaultyFileSystem.room(100);
      }
    }
  };

  private Checkpoints checkpoints(
      Plan plan, CheckpointStore store, CheckpointSettings settings, StopRequest stop, RunState from) {
    return new Checkpoints(store, settings, stop, from, state -> RunSnapshot.of(plan, state, new Totals()), listener,
        () -> nanos);
  }

  private void run(Plan plan, CheckpointStore store, CheckpointSettings settings) {
    try (var rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, 2, listener);
      Checkpoints checkpoints = checkpoints(plan, store, settings, StopRequest.never(), run.first());
      run.run(checkpoints.last(), checkpoints);
    }
  }

  @Test
  void checkpointsComeByRounds() {
    Plan plan = plan(MaskMethods.RANDOM, OuterKind.AVERAGE, 1);

    run(plan, store(plan), new CheckpointSettings(4, 0, 2, ""));

    assertThat(plan.rounds()).isEqualTo(14);
    assertThat(told).containsExactly("checkpoint 4", "checkpoint 8", "checkpoint 12");
    assertThat(directory.toFile().list()).containsExactlyInAnyOrder("round-000008", "round-000012");
  }

  @Test
  void checkpointsComeByMinutes() {
    Plan plan = plan(MaskMethods.RANDOM, OuterKind.AVERAGE, 1);

    run(plan, store(plan), new CheckpointSettings(0, 1.5, 2, ""));

    assertThat(told).containsExactly("checkpoint 5", "checkpoint 10");
  }

  @Test
  void aFileSystemThatFailsOnceCostsARound() {
    Plan plan = plan(MaskMethods.RANDOM, OuterKind.AVERAGE, 1);
    FaultyFileSystem.fail(1);

    run(plan, faulty(plan), new CheckpointSettings(4, 0, 2, ""));

    assertThat(told).containsExactly("checkpoint 5", "checkpoint 9", "checkpoint 13");
  }

  @Test
  void aDiskThatFillsUpCostsCheckpointsAndNotTheRun() {
    Plan plan = plan(MaskMethods.RANDOM, OuterKind.AVERAGE, 1);
    fullAfter = 8;

    run(plan, faulty(plan), new CheckpointSettings(4, 0, 2, ""));

    assertThat(told).containsExactly("checkpoint 4", "checkpoint 8");
    assertThat(faulty(plan).newest().map(Snapshot::round)).isEqualTo(Optional.of(8));
  }

  private CheckpointStore faulty(Plan plan) {
    return new CheckpointStore(
        Folder.at("faulty://" + directory, FaultyFileSystem.configuration()), plan.fingerprint("0.1.0"), 2);
  }

  @Test
  void aStopLeavesACheckpointOfTheLastRound() {
    Plan plan = plan(MaskMethods.GRADUAL, OuterKind.NESTEROV, 1);
    StopRequest stop = StopRequest.never();
    try (var rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, 2, new RunListener() {
        @Override
        public void round(RoundReport report) {
          if (report.round() == 6) {
            stop.ask();
          }
        }
      });
      Checkpoints checkpoints =
          checkpoints(plan, store(plan), CheckpointSettings.DEFAULT, stop, run.first());

      assertThatThrownBy(() -> run.run(checkpoints.last(), checkpoints)).isInstanceOf(Stopped.class)
          .hasMessageContaining("stopped after round 6").hasMessageContaining("continues after round 6");
    }
    assertThat(store(plan).newest().map(Snapshot::round)).isEqualTo(Optional.of(6));
  }

  @Test
  void aCheckpointOfAnotherPlanIsRefusedByTheFirstDifference() {
    Plan plan = plan(MaskMethods.RANDOM, OuterKind.AVERAGE, 1);
    run(plan, store(plan), new CheckpointSettings(4, 0, 2, ""));
    Plan other = RunTest.plan(RunTest.settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 0.06, STEPS, 1));

    assertThatThrownBy(() -> store(other).newest()).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("training.learningRate was 0.05, is now 0.06");
  }
}
