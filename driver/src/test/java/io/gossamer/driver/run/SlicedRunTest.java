package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.round.DivergenceSettings;
import io.gossamer.driver.round.DivergenceSettings.Action;
import io.gossamer.driver.round.ExchangeSettings;
import io.gossamer.driver.round.ExchangeSettings.Way;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.Shelf;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.round.SliceMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Averages that tasks form, slice by slice, are those of the driver to the bit, and nothing else comes to it. */
class SlicedRunTest {
  /** Values of 400 hidden units, half masked: a whole slice and a part. */
  private static final int DENSE = 403;

  private static Plan plan(OuterKind outer, int particles, Codec down, Codec up, double rate, Action action) {
    return plan(RunTest.settings(MaskMethods.GRADUAL, outer, rate, 7, particles), outer, down, up, action);
  }

  private static Plan plan(Settings base, OuterKind outer, Codec down, Codec up, Action action) {
    Settings settings = new Settings(base.data(), base.features(), new ModelSettings(List.of(400), LossKind.SOFTMAX),
        base.loss(), base.sparsity(), base.training(),
        RunTest.rounds(7, outer, Map.of("exchange", new ExchangeSettings(down, up, Way.SLICES))), base.soup(),
        base.checkpoint(), base.output());
    return RunTest.plan(settings.with(new DivergenceSettings(action, 0.5, 3)));
  }

  private static Plan plan(OuterKind outer, int particles, Codec down, Codec up) {
    return plan(outer, particles, down, up, 0.05, Action.STOP);
  }

  @ParameterizedTest
  @CsvSource({
    "AVERAGE, 1, FP32, FP32", "NESTEROV, 1, BF16, INT8", "ADAM, 3, FP32, FP32", "NESTEROV, 3, INT8, INT8",
    "AVERAGE, 6, FP32, BF16", "AVERAGE, 2, FP16, FP32"})
  void tasksAverageToTheBitsOfTheDriver(OuterKind outer, int particles, Codec down, Codec up) {
    Plan plan = plan(outer, particles, down, up);
    List<RoundReport> local = new ArrayList<>();
    List<RoundReport> sliced = new ArrayList<>();

    RunState ofLocal = RunTest.run(plan, RunTest.local(plan), RunTest.collector(local));
    RunState ofSlices = RunTest.run(plan, RunTest.spark(plan), RunTest.collector(sliced));

    assertThat(plan.slices()).isTrue();
    assertThat(ofSlices.mean()).isEqualTo(ofLocal.mean());
    assertThat(ofSlices.mask()).isEqualTo(ofLocal.mask());
    for (int round = 0; round < local.size(); round++) {
      assertThat(sliced.get(round).loss()).isEqualTo(local.get(round).loss());
      assertThat(sliced.get(round).rows()).isEqualTo(local.get(round).rows());
    }
    int values = sliced.get(0).bytes().nnz() + DENSE;
    assertThat(values).isGreaterThan(1_024);
    int slices = (values + 1_023) / 1_024;
    assertThat(sliced.get(0).bytes().largestUp())
        .isLessThan(up.bytesOfAll(values) + (long) slices * SliceMessages.HEADER + 1);
    // One shard is empty, so a particle that met no other has no mean.
    int trained = particles - (particles + 3) / 4;
    assertThat(sliced.get(0).bytes().averaged()).isBetween(
        4L * values * (particles == 1 ? 1 : trained), 4L * values * particles + 90L * slices * (particles + 8));
  }

  /** Particles lie on disk between uses: their values, moving averages and the outer optimiser's state. */
  @ParameterizedTest
  @MethodSource("io.gossamer.driver.run.PhaseRunTest#soups")
  void phasesGiveTheSameBitsWithParticlesPutAside(Map<String, ?> soup) {
    Plan plan = plan(PhaseRunTest.settings(soup), OuterKind.NESTEROV, Codec.FP32, Codec.FP32, Action.STOP);

    RunState ofLocal = RunTest.run(plan, RunTest.local(plan), new RunListener() {});
    RunState ofSlices = RunTest.run(plan, RunTest.spark(plan), new RunListener() {});

    assertThat(ofSlices.mean()).isEqualTo(ofLocal.mean());
    assertThat(ofSlices.mask()).isEqualTo(ofLocal.mask());
  }

  /** Between two rounds the driver holds no values, and afterwards nothing is left of them on its disk. */
  @Test
  void severalParticlesArePutAsideAndNothingIsLeftOfThem() {
    Plan plan = plan(OuterKind.NESTEROV, 3, Codec.FP32, Codec.FP32);
    List<Integer> files = new ArrayList<>();
    try (var spark = RunTest.spark(plan)) {
      Run run = new Run(plan, spark, 2, new RunListener() {});
      run.run(run.first(), state -> {
        assertThat(state.particles())
            .allSatisfy(particle -> assertThat(particle.values()).isNotSameAs(particle.values()));
        files.add(TestSpark.filesPutAside());
      });
    }

    // Three each: before a round, to go back to; their means; what they became; that under the next mask. And a folder.
    assertThat(files).hasSizeGreaterThan(2).allMatch(count -> count <= 13);
    assertThat(TestSpark.filesPutAside()).isZero();
  }

  /** The driver holds no update: P + 2 arrays for one particle and its step, less for several, which are put aside. */
  @Test
  void onlyMeansComeToTheDriver() {
    Plan plan = plan(OuterKind.AVERAGE, 3, Codec.FP32, Codec.FP32);
    RunState first = RunState.first(plan, OuterOptimizer.of(plan.settings().rounds().outer()));
    ParticleRounds rounds = new ParticleRounds(
        plan, OuterOptimizer.of(plan.settings().rounds().outer()), Shelf.MEMORY);

    try (var spark = RunTest.spark(plan)) {
      RoundResult result = spark.train(rounds.work(first, 7));

      assertThat(result.updates()).hasSize(4).allMatch(update -> update.values().length == 0);
      // The shard of the third particle is empty.
      assertThat(result.means().keySet()).containsExactlyInAnyOrder(0, 1);
      assertThat(result.mean(1).orElseThrow().values().length).isEqualTo(first.mask().nnz() + DENSE);
    }
  }

  @ParameterizedTest
  @CsvSource({"STOP, 1", "SKIP, 1", "ROLLBACK, 1", "STOP, 3", "SKIP, 3", "ROLLBACK, 3"})
  void numbersThatAreNotFiniteAreNamedAsTheDriverWould(Action action, int particles) {
    Plan plan = plan(OuterKind.AVERAGE, particles, Codec.FP32, Codec.FP32, 900, action);
    List<String> local = new ArrayList<>();
    List<String> sliced = new ArrayList<>();

    Diverged ofLocal = catchThrowableOfType(
        Diverged.class, () -> RunTest.run(plan, RunTest.local(plan), skips(local)));
    Diverged ofSlices = catchThrowableOfType(
        Diverged.class, () -> RunTest.run(plan, RunTest.spark(plan), skips(sliced)));

    assertThat(ofLocal.getMessage()).contains("training diverged in round ");
    assertThat(ofSlices).hasMessage(ofLocal.getMessage());
    assertThat(sliced).isEqualTo(local);
  }

  private static RunListener skips(List<String> told) {
    return new RunListener() {
      @Override
      public void skipped(int round, int particle, int shard, String why) {
        told.add(round + " " + particle + " " + shard + " " + why);
      }
    };
  }

  @Test
  void filesOfARoundGoWithIt() {
    Plan plan = plan(OuterKind.AVERAGE, 2, Codec.FP32, Codec.FP32);
    int before = TestSpark.shuffles();

    RunTest.run(plan, RunTest.spark(plan), new RunListener() {});

    assertThat(TestSpark.shuffles()).isEqualTo(before);
  }

  @Test
  void autoTakesSlicesWhereUpdatesAreLarge() {
    ExchangeSettings auto = new ExchangeSettings(Codec.FP32, Codec.FP32, Way.AUTO);

    assertThat(auto.slices(256L << 20)).isFalse();
    assertThat(auto.slices((256L << 20) + 1)).isTrue();
    assertThat(new ExchangeSettings(Codec.FP32, Codec.FP32, Way.DRIVER).slices(1L << 40)).isFalse();
  }

  @Test
  void whoAveragesIsNoPartOfWhatARunMustShareToGoOn() {
    Plan slices = plan(OuterKind.AVERAGE, 2, Codec.FP32, Codec.FP32);
    Settings settings = slices.settings();
    Plan driver = RunTest.plan(new Settings(settings.data(), settings.features(), settings.model(), settings.loss(),
        settings.sparsity(), settings.training(),
        RunTest.rounds(7, OuterKind.AVERAGE, Map.of("exchange", new ExchangeSettings(
            Codec.FP32, Codec.FP32, Way.DRIVER))).with(settings.rounds().divergence()), settings.soup(),
        settings.checkpoint(), settings.output()));

    assertThat(driver.slices()).isFalse();
    assertThat(driver.fingerprint("0.1.0")).isEqualTo(slices.fingerprint("0.1.0"));
    assertThat(driver.hash()).isEqualTo(slices.hash());
  }
}
