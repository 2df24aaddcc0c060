package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.round.DivergenceSettings;
import io.gossamer.driver.round.DivergenceSettings.Action;
import io.gossamer.driver.round.ExchangeSettings;
import io.gossamer.driver.round.ExchangeSettings.Way;
import io.gossamer.driver.round.LocalRounds;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.Shelf;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.soup.Choice;
import io.gossamer.driver.soup.SoupMethod;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.optim.OptimizerKind;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.LocalTrainer;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.OptimizerState;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.TrainingSettings;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** training.optimizerState average: the optimiser's state goes wherever the values go. */
class AveragedStateTest {
  private static final int DENSE = 23;

  private static Settings settings(
      Settings base, OptimizerKind optimizer, double rate, ModelSettings model, ExchangeSettings exchange) {
    TrainingSettings training = Defaults.of(TrainingSettings.class, Map.of(
        "epochs", base.training().epochs(), "batchSize", 16, "learningRate", rate, "optimizer", optimizer,
        "optimizerState", OptimizerState.AVERAGE, "seed", 3L));
    return new Settings(base.data(), base.features(), model, base.loss(), base.sparsity(), training,
        RunTest.rounds(7, base.rounds().outer().optimizer(), Map.of("exchange", exchange)), base.soup(),
        base.checkpoint(), base.output());
  }

  private static Plan plan(
      MaskMethods method, OuterKind outer, OptimizerKind optimizer, SoupSettings soup, ExchangeSettings exchange) {
    Settings base = RunTest.settings(method, outer, 0.02, 7, soup);
    return RunTest.plan(settings(base, optimizer, 0.02, base.model(), exchange));
  }

  private static Plan plan(MaskMethods method, OptimizerKind optimizer) {
    return plan(method, OuterKind.AVERAGE, optimizer, SoupSettings.none(), exact(Way.DRIVER));
  }

  private static ExchangeSettings exact(Way way) {
    return new ExchangeSettings(Codec.FP32, Codec.FP32, way);
  }

  private static RunState run(Plan plan, RoundExecutor rounds) {
    return RunTest.run(plan, rounds, new RunListener() {});
  }

  @ParameterizedTest
  @CsvSource({
    "SGD, GRADUAL, AVERAGE, 1, FP32, DRIVER", "ADAM, RIGL, NESTEROV, 1, FP32, DRIVER",
    "LAMB, RANDOM, ADAM, 3, BF16, DRIVER", "ADAGRAD, SET, AVERAGE, 6, INT8, DRIVER",
    "SGD, RIGL, NESTEROV, 1, FP32, SLICES", "ADAMW, GRADUAL, AVERAGE, 3, FP32, SLICES",
    "ADAM, GRADUAL, AVERAGE, 1, INT8, SLICES", "SGD, RANDOM, NESTEROV, 6, FP16, SLICES"})
  void sparkRoundsEqualLocalRoundsBitForBit(
      OptimizerKind optimizer, MaskMethods method, OuterKind outer, int particles, Codec codec, Way way) {
    Settings base = RunTest.settings(method, outer, 0.02, 7, particles);
    // 400 hidden units, so that an array has a whole slice and a part.
    Plan plan = RunTest.plan(settings(base, optimizer, 0.02, new ModelSettings(List.of(400), LossKind.SOFTMAX),
        new ExchangeSettings(codec, codec, way)));
    List<RoundReport> local = new ArrayList<>();
    List<RoundReport> spark = new ArrayList<>();

    RunState ofLocal = RunTest.run(plan, RunTest.local(plan), RunTest.collector(local));
    RunState ofSpark = RunTest.run(plan, RunTest.spark(plan), RunTest.collector(spark));

    assertThat(plan.slices()).isEqualTo(way == Way.SLICES);
    assertThat(ofSpark.mean()).isEqualTo(ofLocal.mean());
    assertThat(ofSpark.mask()).isEqualTo(ofLocal.mask());
    assertThat(ofSpark.particles().get(0).state()).usingRecursiveComparison()
        .isEqualTo(ofLocal.particles().get(0).state());
    assertThat(spark.get(spark.size() - 1).loss()).isEqualTo(local.get(local.size() - 1).loss());
    assertThat(local.get(local.size() - 1).validation().orElseThrow().headline()).isGreaterThan(0.9);
  }

  /** One shard, plain averages: what the design promises. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void roundsOnOneShardAreOneUninterruptedRun(OptimizerKind optimizer) {
    Settings base = RunTest.settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 0.02, 7, SoupSettings.none());
    Settings four = settings(base, optimizer, 0.02, base.model(), exact(Way.DRIVER));
    DataSettings one = new DataSettings(
        DataFormat.CSV, "", "", "", "", "", "", 0.1, 0, "label", "", true, ",", List.of(), 1, true);
    Shard shard = RunTest.shards().get(0);
    DataFacts facts = new DataFacts(
        shard.rows().count(), 5, List.of(), List.of("0", "1", "2"), TargetScale.NONE, false, 5_000, "fp");
    Plan plan = Planner.plan(new Settings(one, four.features(), four.model(), four.loss(), four.sparsity(),
        four.training(), four.rounds(), four.soup(), four.checkpoint(), four.output()), facts, 1L << 30);
    RunState[] first = new RunState[1];
    RunState last;
    try (RoundExecutor rounds =
        new LocalRounds(plan.train(), Map.of(Split.TRAIN, List.of(shard), Split.VALIDATION, List.of(shard)))) {
      Run run = new Run(plan, rounds, 1, new RunListener() {});
      first[0] = run.first();
      last = run.run(first[0], StateKeeper.NONE);
    }

    Assignment whole = new ParticleRounds(plan, null, Shelf.MEMORY).work(first[0], (int) plan.totalSteps())
        .particles().get(0).assignment();
    Mask mask = first[0].mask();
    Network network = new Network(plan.train().network(), mask.patterns(), KernelChoice.kernels(), 16);
    Update update = new LocalTrainer(plan.train(), network).train(whole, shard, first[0].mean());

    assertThat(plan.rounds()).isGreaterThan(20);
    assertThat(update.steps()).isEqualTo((int) plan.totalSteps());
    assertThat(last.mean()).isEqualTo(update.values());
  }

  @ParameterizedTest
  @EnumSource(value = MaskMethods.class, names = {"RIGL", "GRADUAL", "SET"})
  void stateMovesWithTheMask(MaskMethods method) {
    Plan plan = plan(method, OptimizerKind.ADAM);
    int grown = 0;
    try (RoundExecutor rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, 1, new RunListener() {});
      RunState before = run.first();
      while (!run.isDone(before)) {
        RunState after = run.round(before);
        MaskChange change = MaskChange.between(before.mask(), after.mask());
        float[] ones = new float[before.mask().nnz() + DENSE];
        Arrays.fill(ones, 1);
        float[] kept = change.move(ones);
        float[] squares = after.particles().get(0).state().get("local.squares");
        float[] momentum = after.particles().get(0).state().get("local.momentum");
        assertThat(squares).hasSameSizeAs(after.mean()).hasSameSizeAs(momentum);
        int moving = 0;
        for (int p = 0; p < kept.length; p++) {
          assertThat(squares[p]).isGreaterThanOrEqualTo(0);
          if (kept[p] == 0) {
            assertThat(squares[p]).isZero();
            assertThat(momentum[p]).isZero();
          } else {
            moving += squares[p] > 0 ? 1 : 0;
          }
        }
        assertThat(moving).isGreaterThan(kept.length / 3);
        grown += change.grown();
        before = after;
      }
    }
    assertThat(grown > 0).isEqualTo(method != MaskMethods.GRADUAL);
  }

  @Test
  void clocksThatCutRoundsAreRefusedBesideIt() {
    Settings settings = plan(MaskMethods.RANDOM, OptimizerKind.ADAM).settings();

    assertThatThrownBy(() -> RunTest.plan(
        RunTest.with(settings, RunTest.rounds(7, OuterKind.AVERAGE, Map.of("seconds", 0.5)))))
        .hasMessage("training.optimizerState average goes on from the steps that all shards took, and rounds.seconds "
            + "0.5 lets each take its own; set one of the two aside");
  }

  @Test
  void bytesOfStateAreMeasuredAndOneNumberForEachValue() {
    List<RoundReport> reports = new ArrayList<>();
    Totals totals = new Totals();
    Plan plan = plan(MaskMethods.RANDOM, OptimizerKind.SGD);

    RunTest.run(plan, RunTest.spark(plan), RunTest.collector(reports));
    RunTest.run(plan, RunTest.local(plan), totals);

    int values = reports.get(0).mask().nnz() + DENSE;
    assertThat(reports.get(5).bytes().largestUp()).isEqualTo(Message.HEADER + 8 + 2 * 4L * values);
    assertThat(reports.get(5).bytes().down()).isEqualTo(Message.HEADER + 8 + 2 * 4L * values);
    assertThat(totals.perTaskUp().ratio()).isGreaterThan(2.0);
  }

  @Test
  void thePlanCountsStateInMemoryAndInWhatARoundSends() {
    Plan average = plan(MaskMethods.RANDOM, OptimizerKind.ADAM);
    Settings settings = average.settings();
    Plan reset = RunTest.plan(RunTest.settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 0.02, 7, 1));

    assertThat(average.memory().driver()).isEqualTo(3 * reset.memory().driver());
    assertThat(average.memory().task()).isGreaterThan(reset.memory().task());
    assertThat(average.fingerprint("1").toString()).contains("training.optimizerState=AVERAGE");
    assertThatThrownBy(() -> Planner.plan(
        new Settings(settings.data(), settings.features(), new ModelSettings(List.of(60_000, 60_000), LossKind.SOFTMAX),
            settings.loss(), settings.sparsity(), settings.training(), settings.rounds(), settings.soup(),
            settings.checkpoint(), settings.output()), average.data(), 1L << 50))
        .hasMessageContaining("training.optimizerState to reset");
  }

  static Stream<Plan> resumed() {
    return Stream.of(
        plan(MaskMethods.RIGL, OuterKind.NESTEROV, OptimizerKind.ADAM, SoupSettings.none(), exact(Way.DRIVER)),
        plan(MaskMethods.GRADUAL, OuterKind.AVERAGE, OptimizerKind.LAMB, SoupSettings.of(3), exact(Way.DRIVER)),
        soup(Map.of("method", SoupMethod.SMS)), soup(Map.of("method", SoupMethod.SWAMP)),
        soup(Map.of("method", SoupMethod.IMP, "particles", 1, "rewind", Choice.ALWAYS)));
  }

  private static Plan soup(Map<String, ?> more) {
    Map<String, Object> given = new TreeMap<>(Map.of("particles", 3, "epochs", 3.0, "rewindEpochs", 2.0));
    given.putAll(more);
    return plan(MaskMethods.RANDOM, OuterKind.AVERAGE, OptimizerKind.ADAM, Defaults.of(SoupSettings.class, given),
        exact(Way.DRIVER));
  }

  @ParameterizedTest
  @MethodSource("resumed")
  void aRunGoesOnFromAnyCheckpointToTheSameBits(Plan plan) {
    List<RunState> states = new ArrayList<>();
    RunState whole;
    try (RoundExecutor rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, 2, new RunListener() {});
      whole = run.run(run.first(), state -> states.add(
          RunSnapshot.state(plan, RunSnapshot.of(plan, state, new Totals()))));
    }

    for (int r = 0; r < states.size(); r += 4) {
      try (RoundExecutor rounds = RunTest.local(plan)) {
        RunState last = new Run(plan, rounds, 2, new RunListener() {}).run(states.get(r), StateKeeper.NONE);
        assertThat(last.mean()).isEqualTo(whole.mean());
        assertThat(last.mask()).isEqualTo(whole.mask());
      }
    }
    assertThat(run(plan, RunTest.spark(plan)).mean()).isEqualTo(whole.mean());
  }

  /** A phase that goes back to earlier values goes back to the state of that time, on the mask of this. */
  @Test
  void aRewoundPhaseStartsFromTheStateThatWasAndOthersFromNone() {
    List<RunState> rewound = starts(soup(Map.of("method", SoupMethod.IMP, "particles", 1, "rewind", Choice.ALWAYS)));
    assertThat(rewound).hasSize(3);
    for (RunState state : rewound) {
      float[] squares = state.particles().get(0).state().get("local.squares");
      assertThat(squares).hasSameSizeAs(state.mean()).isEqualTo(state.kept().get("rewind.local.squares"));
      assertThat(squares[squares.length - 1]).isPositive();
    }
    assertThat(starts(soup(Map.of("method", SoupMethod.SMS))))
        .hasSize(3).allMatch(state -> !state.particles().get(0).state().containsKey("local.squares"));
  }

  /** The states in which phases begin, but for the first. */
  private static List<RunState> starts(Plan plan) {
    List<RunState> starts = new ArrayList<>();
    try (RoundExecutor rounds = RunTest.local(plan)) {
      Run run = new Run(plan, rounds, 2, new RunListener() {});
      run.run(run.first(), state -> {
        if (state.turn() == 0) {
          starts.add(state);
        }
      });
    }
    return starts;
  }

  /** Local rounds whose updates pass through {@code change}. */
  private static RoundExecutor changed(Plan plan, UnaryOperator<Update> change) {
    RoundExecutor rounds = RunTest.local(plan);
    return ReplacedTraining.of(rounds, work -> {
      RoundResult result = rounds.train(work);
      return result.with(result.updates().stream().map(change).toList());
    });
  }

  /** Infinite squares of the second bias from shard 1 in round 3; steps would be zero, and the values stay finite. */
  private static Update spoilt(Update update) {
    if (update.round() != 3 || update.shard() != 1) {
      return update;
    }
    Replica replica = update.replica();
    float[] squares = replica.state().get(Slot.SQUARES).clone();
    squares[squares.length - 1] = Float.POSITIVE_INFINITY;
    return new Update(update.round(), update.particle(), update.shard(), update.maskVersion(), update.maskHash(),
        update.steps(), update.rows(), update.weight(), update.lossSum(), update.computeNanos(), update.values(),
        Map.of(Slot.MOMENTUM, replica.state().get(Slot.MOMENTUM), Slot.SQUARES, squares));
  }

  private static Plan guarded(Action action) {
    return RunTest.plan(plan(MaskMethods.RANDOM, OptimizerKind.ADAM).settings()
        .with(new DivergenceSettings(action, 0.5, 2)));
  }

  @Test
  void stateThatIsNotFiniteIsNamedSkippedOrRolledBack() {
    List<String> told = new ArrayList<>();
    RunListener listener = new RunListener() {
      @Override
      public void skipped(int round, int particle, int shard, String why) {
        told.add(round + " " + particle + " " + shard + " " + why);
      }
    };
    Plan stop = guarded(Action.STOP);
    assertThatThrownBy(() -> run(stop, changed(stop, AveragedStateTest::spoilt))).isInstanceOf(Diverged.class)
        .hasMessageContaining("shard 1: the optimiser's state of fc2.bias holds Infinity");

    Plan skip = guarded(Action.SKIP);
    RunState last = RunTest.run(skip, changed(skip, AveragedStateTest::spoilt), listener);
    assertThat(told).containsExactly("3 0 1 the optimiser's state of fc2.bias holds Infinity");
    for (float square : last.particles().get(0).state().get("local.squares")) {
      assertThat(square).isFinite();
    }

    Plan rollback = guarded(Action.ROLLBACK);
    try (RoundExecutor rounds = changed(rollback, AveragedStateTest::spoilt)) {
      Run run = new Run(rollback, rounds, 2, new RunListener() {});
      RunState two = run.round(run.round(run.first()));
      RunState again = run.round(two);
      assertThat(again.round()).isEqualTo(2);
      assertThat(again.particles()).isEqualTo(two.particles());
    }
  }
}
