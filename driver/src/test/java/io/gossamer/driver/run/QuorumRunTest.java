package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.Listeners;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.round.ExchangeSettings;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundSettings;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.round.StalledShards;
import io.gossamer.driver.spark.Overdue;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.worker.codec.Codec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rounds that go on without a shard that stands still for minutes, and waits that end where they may not. */
class QuorumRunTest {
  /** Long for all that does not stand still, short for a test. */
  private static final Map<String, Object> THREE_OF_FOUR = Map.of("quorum", 0.75, "patience", "5");

  private static Plan plan(MaskMethods method, int particles, Map<String, ?> rounds) {
    return RunTest.plan(RunTest.with(RunTest.settings(method, OuterKind.NESTEROV, 0.05, 7, particles),
        RunTest.rounds(7, OuterKind.NESTEROV, rounds)));
  }

  private static RoundExecutor stalled(Plan plan, String... where) {
    RoundSettings rounds = plan.settings().rounds();
    var rdd = StalledShards.of(RunTest.shards(), where);
    return new SparkRounds(TestSpark.context(), plan.train(), Map.of(Split.TRAIN, rdd, Split.VALIDATION, rdd),
        rounds.exchange().exchange(), plan.slices(), Optional.empty(), rounds.waits(), rounds.quorumOf(4));
  }

  /** The slow twin: rounds that lose what these shards made of them, as "3/1". */
  private static RoundExecutor without(Plan plan, Set<String> lost) {
    RoundExecutor rounds = RunTest.local(plan);
    return ReplacedTraining.of(rounds, work -> lose(rounds.train(work), work, lost));
  }

  private static RoundResult lose(RoundResult result, RoundWork work, Set<String> lost) {
    return result.with(result.updates().stream()
        .filter(update -> !lost.contains(work.round() + "/" + update.shard())).toList());
  }

  @AfterEach
  void nothingRunsOn() throws InterruptedException {
    StalledShards.letGo();
    assertThat(TestSpark.idle()).isTrue();
  }

  /** Fewer particles than shards, as many, more. */
  @ParameterizedTest
  @CsvSource({"1", "3", "6"})
  void aRoundIsTheAverageOfThoseThatCame(int particles) {
    Plan plan = plan(MaskMethods.GRADUAL, particles, THREE_OF_FOUR);
    List<RoundReport> reports = new ArrayList<>();
    Totals totals = new Totals();

    RunState last = RunTest.run(plan, stalled(plan, "round 2/1", "round 5/0"),
        new Listeners(List.of(totals, RunTest.collector(reports))));

    RunState twin = RunTest.run(plan, without(plan, Set.of("2/1", "5/0")), new RunListener() {});
    assertThat(last.mean()).isEqualTo(twin.mean());
    assertThat(last.mask()).isEqualTo(twin.mask());
    assertThat(reports).hasSize(plan.rounds());
    assertThat(reports.get(1).skippedShards()).containsExactly(1);
    assertThat(reports.get(4).skippedShards()).containsExactly(0);
    assertThat(reports).filteredOn(report -> !report.skippedShards().isEmpty()).hasSize(2);
    assertThat(totals.skippedShards()).isEqualTo(2);
    assertThat(totals.skippedByShard()).containsExactly(Map.entry(0, 1), Map.entry(1, 1));
    assertThat(Totals.of(totals.figures()).skippedByShard()).isEqualTo(totals.skippedByShard());
  }

  /** Shard 1 alone serves particle 1 in the first round. */
  @Test
  void aParticleThatNoShardServedStaysAsItIs() {
    Plan plan = plan(MaskMethods.RANDOM, 3, THREE_OF_FOUR);
    List<RunState> states = new ArrayList<>();
    RunState first;
    try (RoundExecutor rounds = stalled(plan, "round 1/1")) {
      Run run = new Run(plan, rounds, 2, new RunListener() {});
      first = run.first();
      states.add(run.round(first));
      states.add(run.round(states.get(0)));
    }

    assertThat(states.get(0).models().get(1)).isEqualTo(first.models().get(1));
    assertThat(states.get(0).particles().get(1).state()).isEqualTo(first.particles().get(1).state());
    assertThat(states.get(0).models().get(0)).isNotEqualTo(first.models().get(0));
    assertThat(states.get(1).models().get(1)).isNotEqualTo(first.models().get(1));
  }

  /** It goes on in round 4, with the values of round 2 that it had. */
  @Test
  void whatComesLateEntersNoLaterRound() throws InterruptedException {
    Plan plan = plan(MaskMethods.RANDOM, 1, THREE_OF_FOUR);
    RoundExecutor rounds = stalled(plan, "round 2/0");
    StalledShards.deafen();

    RunState last = RunTest.run(plan, rounds, new RunListener() {
      @Override
      public void round(RoundReport report) {
        if (report.round() == 3) {
          StalledShards.letGo();
        }
      }
    });

    for (int tries = 0; StalledShards.goneOn() == 0 && tries < 6_000; tries++) {
      Thread.sleep(10);
    }
    assertThat(StalledShards.goneOn()).isEqualTo(1);
    assertThat(last.mean()).isEqualTo(
        RunTest.run(plan, without(plan, Set.of("2/0")), new RunListener() {}).mean());
  }

  @ParameterizedTest
  @CsvSource({"round 3, DRIVER, shards 1", "round 3, SLICES, slices 0", "evidence for the mask, DRIVER, shards 1",
      "evaluation on the validation rows, DRIVER, shards 1"})
  void aWaitWithoutEndEndsByName(String job, ExchangeSettings.Way way, String missing) {
    Map<String, Object> rounds = new HashMap<>(Map.of(
        "timeout", 6.0, "exchange", new ExchangeSettings(Codec.FP32, Codec.FP32, way)));
    if (!job.startsWith("round")) {
      // Only rounds may go on without a shard: evidence and measures of a part would be another's in silence.
      rounds.putAll(THREE_OF_FOUR);
    }
    Plan plan = plan(MaskMethods.RIGL, 1, rounds);

    assertThatThrownBy(() -> RunTest.run(plan, stalled(plan, job + "/1"), new RunListener() {}))
        .isInstanceOf(Overdue.class).hasMessageStartingWith(job + " has waited 6.0 s for " + missing + ", ")
        .hasMessageContaining("raise rounds.timeout");
  }

  @Test
  void theDriverAveragesAndThePlanSaysWhy() {
    Map<String, Object> rounds = new HashMap<>(THREE_OF_FOUR);
    rounds.put("exchange", new ExchangeSettings(Codec.FP32, Codec.FP32, ExchangeSettings.Way.SLICES));
    Plan plan = plan(MaskMethods.RANDOM, 1, rounds);

    assertThat(plan.slices()).isFalse();
    assertThat(plan.reasons()).anyMatch(reason -> reason.startsWith("a round may end with 3 of 4 shards, 5.0 s after"))
        .anyMatch(reason -> reason.startsWith("the driver averages, not tasks: by rounds.quorum"));
    rounds.put("quorum", 1.0);
    assertThat(plan(MaskMethods.RANDOM, 1, rounds).slices()).isTrue();
  }

  @Test
  void aRunMayGoOnWithMorePatience() {
    Plan plan = plan(MaskMethods.RANDOM, 1, Map.of());
    Plan other = plan(MaskMethods.RANDOM, 1, Map.of("quorum", 2.0, "patience", "7x", "timeout", 3.0));

    assertThat(other.fingerprint("0.1.0")).isEqualTo(plan.fingerprint("0.1.0"));
    assertThat(other.hash()).isEqualTo(plan.hash());
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (double quorum : new double[] {0, -1, 1.5, 2.5, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> plan(MaskMethods.RANDOM, 1, Map.of("quorum", quorum))).isInstanceOf(InvalidInput.class)
          .hasMessage("rounds.quorum is " + quorum + "; it must be a share of the shards in (0, 1], or a count of 2 or "
              + "more");
    }
    assertThatThrownBy(() -> plan(MaskMethods.RANDOM, 1, Map.of("quorum", 5.0))).isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("rounds.quorum is 5, more than the 4 of data.shards");
    for (double timeout : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatThrownBy(() -> plan(MaskMethods.RANDOM, 1, Map.of("timeout", timeout)))
          .isInstanceOf(InvalidInput.class).hasMessageStartingWith("rounds.timeout is " + timeout);
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 10, -1", "0.7, 10, 7", "0.75, 4, 3", "0.01, 4, 1", "3, 4, 3", "4, 4, -1", "0.99, 4, -1"})
  void aShareIsRoundedUp(double quorum, int shards, int least) {
    RoundSettings rounds = RunTest.rounds(7, OuterKind.AVERAGE, Map.of("quorum", quorum));

    assertThat(rounds.quorumOf(shards).shards()).isEqualTo(least < 0 ? Integer.MAX_VALUE : least);
  }
}
