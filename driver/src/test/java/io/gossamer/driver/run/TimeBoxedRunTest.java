package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.ShardSteps;
import io.gossamer.driver.round.ExchangeSettings;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundLengths;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.RoundWork.ParticleWork;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rounds that workers end by their clocks. Shard 2 is empty; a pass over a shard has 4 steps, the run 96. */
class TimeBoxedRunTest {
  /** Ends every round at its first step. */
  private static final double AT_ONCE = 1e-9;

  /** Ends no round. */
  private static final double NEVER = 1e6;

  private static Plan plan(int localSteps, int particles, Map<String, ?> rounds) {
    return RunTest.plan(RunTest.with(RunTest.settings(MaskMethods.GRADUAL, OuterKind.NESTEROV, 0.05, 1, particles),
        RunTest.rounds(localSteps, OuterKind.NESTEROV, rounds)));
  }

  private static RunState run(Plan plan, RoundExecutor executor, List<RoundReport> reports) {
    return RunTest.run(plan, executor, RunTest.collector(reports));
  }

  @ParameterizedTest
  @CsvSource({"FIXED, 1", "FIXED, 3", "GROWING, 1", "POST_LOCAL, 6"})
  void aClockThatEndsNoRoundChangesNoBit(RoundLengths.Kind lengths, int particles) {
    Plan boxed = plan(7, particles, Map.of("lengths", lengths, "seconds", NEVER));
    List<RoundReport> reports = new ArrayList<>();

    RunState last = run(boxed, RunTest.spark(boxed), reports);

    Plan plain = plan(7, particles, Map.of("lengths", lengths));
    assertThat(last.mean()).isEqualTo(run(plain, RunTest.local(plain), new ArrayList<>()).mean());
    assertThat(reports).hasSize(plain.rounds());
    assertThat(boxed.hash()).isNotEqualTo(plain.hash());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 6})
  void roundsThatEndAtOnceAreRoundsOfOneStep(int particles) {
    Plan boxed = plan(7, particles, Map.of("seconds", AT_ONCE));
    List<RoundReport> reports = new ArrayList<>();

    RunState last = run(boxed, RunTest.spark(boxed), reports);

    Plan single = plan(1, particles, Map.of());
    assertThat(last.mean()).isEqualTo(run(single, RunTest.local(single), new ArrayList<>()).mean());
    assertThat(last.step()).isEqualTo(boxed.totalSteps());
    assertThat(reports).hasSize((int) boxed.totalSteps());
    assertThat(reports.get(0).rounds()).isEqualTo(boxed.totalSteps());
    assertThat(reports.get(0).shardSteps()).extracting(ShardSteps::steps).containsOnly(0, 1);
  }

  /** Local rounds in which every shard takes the steps that {@code steps} gives it of a round. */
  private static RoundExecutor uneven(Plan plan, Map<String, Integer> steps) {
    RoundExecutor rounds = RunTest.local(plan);
    return ReplacedTraining.of(rounds, work -> train(rounds, work, steps));
  }

  private static RoundResult train(RoundExecutor rounds, RoundWork work, Map<String, Integer> steps) {
    List<Update> updates = new ArrayList<>();
    RoundResult result = null;
    for (int s = 0; s < 4; s++) {
      int shard = s;
      List<ParticleWork> particles = work.particles().stream()
          .map(particle -> new ParticleWork(particle.spec(), shortened(particle.assignment(), shard, steps),
              particle.start())).toList();
      result = rounds.train(new RoundWork(work.turn(), work.mask(), particles));
      result.updates().stream().filter(update -> update.shard() == shard).forEach(updates::add);
    }
    return result.with(updates);
  }

  private static Assignment shortened(Assignment a, int shard, Map<String, Integer> steps) {
    int taken = Math.min(a.steps(), steps.getOrDefault(a.round() + "/" + shard, a.steps()));
    return new Assignment(a.round(), a.particle(), a.maskVersion(), a.maskHash(), a.firstStep(), a.firstBatch(), taken,
        a.seed(), a.rateFactor(), Assignment.UNBOUNDED, a.stateSteps());
  }

  /** Steps between one and seven for the first two shards; the third is empty, the fourth slow. */
  private static Map<String, Integer> drawn() {
    Map<String, Integer> steps = new HashMap<>();
    IntStream.rangeClosed(1, 100).forEach(round -> steps.putAll(Map.of(
        round + "/0", 1 + round * 5 % 7, round + "/1", 1 + round * 3 % 7, round + "/3", 1)));
    return steps;
  }

  @Test
  void schedulesCountTheStepsThatShardsTookOnAverage() {
    Plan plan = plan(7, 1, Map.of("seconds", NEVER));
    List<RoundReport> reports = new ArrayList<>();

    RunState last = run(plan, uneven(plan, drawn()), reports);

    // Rounds 1 and 2: 6, 4 and 1 of 7 steps; 4, 7 and 1.
    assertThat(reports.get(0).localSteps()).isEqualTo(4);
    assertThat(reports.get(1).localSteps()).isEqualTo(4);
    assertThat(reports.get(1).step()).isEqualTo(8);
    assertThat(reports.get(0).shardSteps()).containsExactly(
        new ShardSteps(0, 0, 6), new ShardSteps(0, 1, 4), new ShardSteps(0, 2, 0), new ShardSteps(0, 3, 1));
    assertThat(last.step()).isEqualTo(plan.totalSteps()).isEqualTo(96);
    assertThat(reports.get(reports.size() - 1).rounds()).isEqualTo(reports.size()).isGreaterThan(plan.rounds());
    assertThat(last.mask().nnz()).isEqualTo(80);
    assertThat(reports.get(reports.size() - 1).validation().orElseThrow().headline()).isGreaterThan(0.95);
  }

  @Test
  void theSameStepsGiveTheSameBits() {
    Plan plan = plan(7, 1, Map.of("seconds", NEVER));
    List<RoundReport> reports = new ArrayList<>();
    RunState first = run(plan, uneven(plan, drawn()), reports);

    Map<String, Integer> recorded = new HashMap<>();
    reports.forEach(report -> report.shardSteps().forEach(taken ->
        recorded.put(report.round() + "/" + taken.shard(), taken.steps())));

    assertThat(run(plan, uneven(plan, recorded), new ArrayList<>()).mean()).isEqualTo(first.mean());
  }

  @Test
  void withoutAnHARoundHasAtMostOnePass() {
    Plan plan = plan(0, 1, Map.of("seconds", 2.5));

    assertThat(plan.localSteps()).isEqualTo(4);
    assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith(
        "4 local steps a round at most: after 2.5 s a worker takes no further one"));
  }

  /** A task that ran again would send slices of another update. */
  @Test
  void theDriverAveragesAndThePlanSaysWhy() {
    Plan plan = plan(7, 1, Map.of("seconds", 2.5, "exchange",
        new ExchangeSettings(Codec.FP32, Codec.FP32, ExchangeSettings.Way.SLICES)));

    assertThat(plan.slices()).isFalse();
    assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith("the driver averages, not tasks: rounds.seconds"));
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (double seconds : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> plan(7, 1, Map.of("seconds", seconds))).isInstanceOf(InvalidInput.class)
          .hasMessage("rounds.seconds is " + seconds + "; it must be above 0, or 0 to take all local steps");
    }
    assertThatThrownBy(() -> plan(7, 1, Map.of("seconds", 2.5, "lengths", RoundLengths.Kind.ADAPTIVE)))
        .isInstanceOf(InvalidInput.class).hasMessageStartingWith("rounds.lengths is adaptive")
        .hasMessageEndingWith("set one of the two");
  }
}
