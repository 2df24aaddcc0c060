package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.CandidateReport;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.round.LocalRounds;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.soup.Choice;
import io.gossamer.driver.soup.SoupKind;
import io.gossamer.driver.soup.SoupMethod;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.driver.soup.Variation;
import io.gossamer.masks.Mask;
import io.gossamer.masks.criterion.PruneCriterion;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.optim.RetrainRate;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs of several phases: the same bits on Spark and here, exact masks, and every state is all there is to know. */
class PhaseRunTest {
  private static Plan plan(Map<String, ?> soup) {
    return RunTest.plan(settings(soup));
  }

  static Settings settings(Map<String, ?> soup) {
    Map<String, Object> given = new HashMap<>(Map.of("particles", 3, "epochs", 3.0, "rewindEpochs", 2.0));
    given.putAll(soup);
    return RunTest.settings(
        MaskMethods.RANDOM, OuterKind.NESTEROV, 0.05, 7, Defaults.of(SoupSettings.class, given));
  }

  static Stream<Map<String, ?>> soups() {
    return Stream.of(
        Map.of("method", SoupMethod.SMS),
        Map.of("method", SoupMethod.SMS, "kind", SoupKind.ROWS, "schedule", RetrainRate.Shape.ALLR, "criterion",
            PruneCriterion.MAGNITUDE_DISTRIBUTION, "vary",
            List.of(Variation.SEED, Variation.WEIGHT_DECAY, Variation.LEARNING_RATE)),
        Map.of("method", SoupMethod.SMS, "vary", List.of(Variation.RETRAIN_LENGTH, Variation.LABEL_SMOOTHING),
            "particles", 6, "criterion", PruneCriterion.GRADIENT),
        Map.of("method", SoupMethod.SWAMP),
        Map.of("method", SoupMethod.SWAMP, "rewindEpochs", 0.0, "single", 2, "criterion",
            PruneCriterion.MAGNITUDE_UNIFORM),
        Map.of("method", SoupMethod.IMP, "rewind", Choice.ALWAYS, "schedule", RetrainRate.Shape.LRW),
        Map.of("method", SoupMethod.IMP, "particles", 1, "schedule", RetrainRate.Shape.SLR, "criterion",
            PruneCriterion.RANDOM),
        Map.of("method", SoupMethod.LOTTERY_POOL, "particles", 1, "schedule", RetrainRate.Shape.FT),
        Map.of("method", SoupMethod.NONE, "vary", List.of(Variation.SEED)));
  }

  @ParameterizedTest
  @MethodSource("soups")
  void phasesGiveTheSameBitsOnSparkAndHere(Map<String, ?> soup) {
    Plan plan = plan(soup);
    List<RoundReport> reports = new ArrayList<>();

    RunState ofLocal = RunTest.run(plan, RunTest.local(plan), RunTest.collector(reports));
    RunState ofSpark = RunTest.run(plan, RunTest.spark(plan), new RunListener() {});

    assertThat(ofSpark.mean()).isEqualTo(ofLocal.mean());
    assertThat(ofSpark.mask()).isEqualTo(ofLocal.mask());
    assertThat(ofLocal.mask().nnz()).isEqualTo(80);
    assertThat(ofLocal.mean()).hasSize(80 + 23);
    assertThat(reports).hasSize(plan.rounds());
    assertThat(reports.get(reports.size() - 1).step()).isEqualTo(plan.totalSteps());
    assertThat(reports.get(reports.size() - 1).validation().orElseThrow().headline()).isGreaterThan(0.8);
  }

  /** A checkpoint may fall anywhere: what was written down goes on to the same bits as what was kept. */
  @ParameterizedTest
  @MethodSource("soups")
  void everyStateIsAllThereIsToKnow(Map<String, ?> soup) {
    Plan plan = plan(soup);
    RunState whole = RunTest.run(plan, RunTest.local(plan), new RunListener() {});

    RunState state = next(plan).first();
    for (Run run = next(plan); !run.isDone(state); run = next(plan)) {
      RunState after = run.round(state);
      state = copy(StateParts.of(after)).under(after.mask());
    }

    assertThat(state.kept().get(PhaseEnd.SOUP)).isEqualTo(whole.mean());
  }

  private static Run next(Plan plan) {
    return new Run(plan, RunTest.local(plan), 2, new RunListener() {});
  }

  private static StateParts copy(StateParts parts) {
    Map<String, float[]> arrays = new TreeMap<>();
    parts.arrays().forEach((name, array) -> arrays.put(name, array.clone()));
    return new StateParts(Map.copyOf(parts.counts()), Map.copyOf(parts.numbers()), arrays);
  }

  @ParameterizedTest
  @EnumSource(value = SoupKind.class)
  void everySoupHasTheNonzerosOfOneParticleAndTellsHowItWasMade(SoupKind kind) {
    Plan plan = plan(Map.of("method", SoupMethod.NONE, "kind", kind, "gate", false));
    List<RoundReport> reports = new ArrayList<>();
    CandidateReport[] candidates = new CandidateReport[1];

    RunState last = RunTest.run(plan, RunTest.local(plan), new RunListener() {
      @Override
      public void round(RoundReport report) {
        reports.add(report);
      }

      @Override
      public void candidates(CandidateReport report) {
        candidates[0] = report;
      }
    });

    assertThat(last.particles()).hasSize(1);
    assertThat(last.mean()).hasSize(80 + 23);
    for (RoundReport report : reports) {
      assertThat(report.phase().divergence().orElseThrow().meanDistance()).isPositive();
      assertThat(report.phase().soup().isPresent()).isEqualTo(report.round() == reports.size());
    }
    assertThat(reports.get(reports.size() - 1).phase().soup().orElseThrow().barrier().orElseThrow()).isFinite();
    assertThat(candidates[0].each().get(Split.VALIDATION)).hasSize(3);
    assertThat(candidates[0].ensemble().get(Split.VALIDATION).rows()).isEqualTo(228);
  }

  @Test
  void movingAveragesEndWhereTheirSamplesDo() {
    Particle particle = Particle.of(0, new float[] {1, 10}, Map.of());
    Particle sampled = MovingAverage.sampled(particle);
    sampled = MovingAverage.sampled(sampled.withValues(new float[] {3, 10}));
    sampled = MovingAverage.sampled(sampled.withValues(new float[] {8, 10}));

    assertThat(sampled.averaged()).isEqualTo(3);
    assertThat(sampled.state().get(MovingAverage.NAME)).containsExactly(4, 10);
    assertThat(particle.values()).containsExactly(1, 10);
  }

  /** A worker that trained under another mask: its values must not be averaged in. */
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void anUpdateUnderAnotherMaskIsRefusedWithBothHashes(int particles) {
    Plan plan = plan(Map.of("method", SoupMethod.NONE, "particles", particles));
    LocalRounds honest = RunTest.local(plan);
    RoundExecutor foreign = new Forwarding(honest) {
      @Override
      public RoundResult train(RoundWork work) {
        RoundResult result = super.train(work);
        return new RoundResult(result.updates().stream().map(u -> new Update(
            u.round(), u.particle(), u.shard(), u.maskVersion(), 0xdeadbeefL, u.steps(), u.rows(), u.weight(),
            u.lossSum(), u.computeNanos(), u.values())).toList(), result.bytes());
      }
    };

    String own = String.format("%016x", RunState.first(plan, OuterOptimizer.of(
        plan.settings().rounds().outer())).mask().hash());
    assertThatThrownBy(() -> RunTest.run(plan, foreign, new RunListener() {}))
        .isInstanceOf(InvariantBroken.class)
        .hasMessageContaining("00000000deadbeef").hasMessageContaining(own).hasMessageContaining("refusing");
  }

  @Test
  void whatDoesNotGoTogetherIsRefused() {
    assertThatThrownBy(() -> Defaults.of(SoupSettings.class, Map.of("particles", 2, "kind", SoupKind.GREEDY))
        .checkValidation(false))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("data.validationFraction");
    assertThatThrownBy(() -> plan(Map.of("vary", List.of(Variation.DROPOUT))))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("model.dropout");
    assertThatThrownBy(() -> RunTest.plan(RunTest.settings(
        MaskMethods.GRADUAL, OuterKind.AVERAGE, 0.05, 7, SoupSettings.of(SoupMethod.SMS, 2, 3, 0))))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("sparsity.method is gradual");
  }

  private abstract static class Forwarding implements RoundExecutor {
    private final RoundExecutor to;

    Forwarding(RoundExecutor to) {
      this.to = to;
    }

    @Override
    public RoundResult train(RoundWork work) {
      return to.train(work);
    }

    @Override
    public List<Measures> measure(Split split, Mask mask, List<float[]> models) {
      return to.measure(split, mask, models);
    }

    @Override
    public Measures ensemble(Split split, Mask mask, List<float[]> models) {
      return to.ensemble(split, mask, models);
    }

    @Override
    public double[] statistics(Mask mask, float[] values) {
      return to.statistics(mask, values);
    }

    @Override
    public List<byte[]> probe(Mask mask, float[] values, byte[] probe) {
      return to.probe(mask, values, probe);
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
