package io.gossamer.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.driver.TestSpark;
import io.gossamer.driver.checkpoint.CheckpointSettings;
import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.data.DataFormat;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.Layout;
import io.gossamer.driver.data.ScalingKind;
import io.gossamer.driver.plan.OutputSettings;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.Listeners;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.round.ExchangeSettings;
import io.gossamer.driver.round.LocalRounds;
import io.gossamer.driver.round.OuterSettings.OuterKind;
import io.gossamer.driver.round.OuterSettings;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundLengths;
import io.gossamer.driver.round.RoundSettings;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSettings;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.OptimizerKind;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.OptimizerState;
import io.gossamer.worker.round.TrainingSettings;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.storage.StorageLevel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {
  static final DataFacts FACTS =
      new DataFacts(228, 5, List.of(), List.of("0", "1", "2"), TargetScale.NONE, false, 5_000, "fp");
  static final long HEAP = 1L << 30;
  private static final int SHARDS = 4;

  private static Settings settings(MaskMethods method, OuterKind outer, double rate, int localSteps) {
    return settings(method, outer, rate, localSteps, 1);
  }

  static Settings settings(
      MaskMethods method, OuterKind outer, double rate, int localSteps, int particles) {
    return settings(method, outer, rate, localSteps, SoupSettings.of(particles));
  }

  static Settings settings(MaskMethods method, OuterKind outer, double rate, int localSteps, SoupSettings soup) {
    return new Settings(
        new DataSettings(DataFormat.CSV, "", "", "", "", "", "", 0.1, 0, "label", "", true, ",", List.of(), SHARDS,
            true),
        new FeatureSettings(List.of(), List.of(), 0, ScalingKind.NONE, Layout.AUTO),
        new ModelSettings(List.of(20), LossKind.SOFTMAX),
        new LossSettings(0, List.of(), 1, 0.5, "", 0, 1, 0, List.of()),
        Defaults.of(SparsitySettings.class, Map.of("method", method, "sparsity", 0.5)),
        new TrainingSettings(24, 16, rate, LearningRate.Shape.COSINE, 0, List.of(), 0.1,
            OptimizerKind.SGD, OptimizerState.RESET, 0.9, true, 0.9, 0.999, 1e-8, 1e-4, 0, 0, 3),
        rounds(localSteps, outer, Map.of()), soup,
        CheckpointSettings.DEFAULT, new OutputSettings(""));
  }

  static RoundSettings rounds(int localSteps, OuterKind outer, Map<String, ?> more) {
    Map<String, Object> given = new HashMap<>(more);
    given.put("localSteps", localSteps);
    given.put("outer", new OuterSettings(outer, outer == OuterKind.ADAM ? 0.1 : 0.9, 0.3));
    return Defaults.of(RoundSettings.class, given);
  }

  static Settings with(Settings settings, RoundSettings rounds) {
    return new Settings(settings.data(), settings.features(), settings.model(), settings.loss(), settings.sparsity(),
        settings.training(), rounds, settings.soup(), settings.checkpoint(), settings.output());
  }

  /** Three Gaussian blobs; shard 2 is empty, shard 3 has one row. */
  static List<Shard> shards() {
    Seed.Stream stream = new Seed(6).child("RunTest").stream();
    List<Shard> shards = new ArrayList<>();
    for (int s = 0; s < SHARDS; s++) {
      int count = new int[] {130, 97, 0, 1}[s];
      float[] features = new float[count * 5];
      float[] labels = new float[count];
      for (int row = 0; row < count; row++) {
        labels[row] = row % 3;
        for (int f = 0; f < 5; f++) {
          features[row * 5 + f] = (float) (stream.nextGaussian() + (f == row % 3 ? 3 : 0));
        }
      }
      shards.add(new Shard(s, new DenseRows(5, features, labels, null)));
    }
    return shards;
  }

  static Plan plan(Settings settings) {
    return Planner.plan(settings, FACTS, HEAP);
  }

  static LocalRounds local(Plan plan) {
    return local(plan, 1);
  }

  private static LocalRounds local(Plan plan, int threads) {
    Map<Split, List<Shard>> shards = Map.of(Split.TRAIN, shards(), Split.VALIDATION, shards());
    return new LocalRounds(plan.train(), shards, exchange(plan), threads, TeacherMessages.NONE);
  }

  static SparkRounds spark(Plan plan) {
    var rdd = TestSpark.context().parallelize(shards(), SHARDS).persist(StorageLevel.MEMORY_ONLY());
    return new SparkRounds(
        TestSpark.context(), plan.train(), Map.of(Split.TRAIN, rdd, Split.VALIDATION, rdd), exchange(plan),
        plan.slices());
  }

  private static Exchange exchange(Plan plan) {
    return plan.settings().rounds().exchange().exchange();
  }

  static RunState run(Plan plan, RoundExecutor executor, RunListener listener) {
    try (executor) {
      return new Run(plan, executor, 2, listener).run();
    }
  }

  static Stream<Arguments> plans() {
    return Stream.concat(
        Stream.of(MaskMethods.values()).map(method -> Arguments.of(method, OuterKind.AVERAGE)),
        Stream.of(OuterKind.NESTEROV, OuterKind.ADAM).map(outer -> Arguments.of(MaskMethods.GRADUAL, outer)));
  }

  @ParameterizedTest
  @MethodSource("plans")
  void sparkRoundsEqualLocalRoundsBitForBit(MaskMethods method, OuterKind outer) {
    Plan plan = plan(settings(method, outer, 0.05, 7));
    List<RoundReport> local = new ArrayList<>();
    List<RoundReport> spark = new ArrayList<>();

    RunState ofLocal = run(plan, local(plan), collector(local));
    RunState ofSpark = run(plan, spark(plan), collector(spark));

    assertThat(ofSpark.mean()).isEqualTo(ofLocal.mean());
    assertThat(ofSpark.mask()).isEqualTo(ofLocal.mask());
    for (int round = 0; round < local.size(); round++) {
      assertThat(spark.get(round).loss()).isEqualTo(local.get(round).loss());
      assertThat(spark.get(round).bytes().up()).isEqualTo(local.get(round).bytes().up());
      assertThat(spark.get(round).validation().map(Measures::toArray))
          .get().isEqualTo(local.get(round).validation().map(Measures::toArray).get());
    }
  }

  @Test
  void threadsOfATaskChangeNoBitOfARun() {
    Plan plan = plan(settings(MaskMethods.RIGL, OuterKind.AVERAGE, 0.05, 7));

    float[] alone = run(plan, local(plan, 1), collector(new ArrayList<>())).mean();

    assertThat(run(plan, local(plan, 3), collector(new ArrayList<>())).mean()).isEqualTo(alone);
  }

  /** Fewer particles than shards, as many, more. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 6, 9})
  void particlesGiveTheSameBitsOnSparkAndHere(int particles) {
    Plan plan = plan(settings(MaskMethods.GRADUAL, OuterKind.NESTEROV, 0.05, 7, particles));
    List<RoundReport> local = new ArrayList<>();
    List<RoundReport> spark = new ArrayList<>();

    RunState ofLocal = run(plan, local(plan), collector(local));
    RunState ofSpark = run(plan, spark(plan), collector(spark));

    assertThat(ofSpark.mean()).isEqualTo(ofLocal.mean());
    assertThat(ofSpark.mask()).isEqualTo(ofLocal.mask());
    assertThat(ofSpark.mask().nnz()).isEqualTo(80);
    assertThat(spark.get(0).bytes()).isEqualTo(local.get(0).bytes());
    assertThat(local.get(local.size() - 1).validation().orElseThrow().headline()).isGreaterThan(0.95);
  }

  @Test
  void aParticleTrainsAsLongAsAnOnlyModelWould() {
    Plan one = plan(settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 0.05, 7, 1));
    Plan four = plan(settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 0.05, 7, 4));

    assertThat(one.stepsPerEpoch()).isEqualTo(4);
    assertThat(four.stepsPerEpoch()).isEqualTo(15);
  }

  @ParameterizedTest
  @MethodSource("plans")
  void learnsAndEndsAtTheExactSparsity(MaskMethods method, OuterKind outer) {
    Plan plan = plan(settings(method, outer, 0.05, 0));
    List<RoundReport> reports = new ArrayList<>();

    RunState last = run(plan, local(plan), collector(reports));

    assertThat(method.method().finalNnz(plan.masks()).contains(last.mask().nnz())).isTrue();
    assertThat(last.round()).isEqualTo(plan.rounds());
    // Methods that store more than they keep cut late, and these few steps leave little time to mend it.
    double least = plan.train().rule() == LocalRule.NONE && method != MaskMethods.AC_DC ? 0.95 : 0.9;
    assertThat(reports.get(reports.size() - 1).validation().orElseThrow().headline()).isGreaterThan(least);
  }

  @Test
  void onlyValuesTravelAndMasksOnlyWhenTheyChange() {
    Plan plan = plan(settings(MaskMethods.GRADUAL, OuterKind.AVERAGE, 0.05, 7));
    List<RoundReport> reports = new ArrayList<>();
    int startNnz = 5 * 20 + 20 * 3;

    run(plan, spark(plan), collector(reports));

    int nnz = startNnz;
    boolean changed = true;
    for (RoundReport report : reports) {
      assertThat(report.bytes().largestUp()).isEqualTo(4L * (nnz + 23) + 72);
      assertThat(report.bytes().mask() > 0).isEqualTo(changed);
      changed = report.dropped() + report.grown() > 0;
      nnz = report.mask().nnz();
    }
    assertThat(reports).anyMatch(report -> report.dropped() > 0);
  }

  /** A third of the shards is empty and sends no values; of the others each message counts under its own mask. */
  @ParameterizedTest
  @CsvSource({"FP32, 1", "BF16, 2", "INT8, 4"})
  void bytesAreMeasuredAgainstFourForEachKeptWeight(Codec codec, int times) {
    Settings settings = settings(MaskMethods.GRADUAL, OuterKind.AVERAGE, 0.05, 7, 3);
    Plan plan = plan(with(settings, rounds(
        7, OuterKind.AVERAGE, Map.of("exchange", new ExchangeSettings(codec, codec, ExchangeSettings.Way.DRIVER)))));
    Totals totals = new Totals();
    List<RoundReport> reports = new ArrayList<>();

    run(plan, spark(plan), new Listeners(List.of(totals, collector(reports))));

    double nnz = reports.stream().mapToInt(report -> report.bytes().nnz()).average().orElseThrow();
    assertThat(reports.get(0).bytes().messagesUp()).isEqualTo(3);
    assertThat(reports.get(0).bytes().messagesDown()).isEqualTo(3);
    assertThat(totals.perTaskUp().bare()).isCloseTo(4 * nnz, within(1e-9));
    double values = 4 * (nnz + 23);
    assertThat(totals.perTaskUp().perMessage()).isCloseTo(values / times + Message.HEADER, within(40.0));
    assertThat(totals.perParticleDown().ratio()).isCloseTo((values / times + Message.HEADER) / (4 * nnz), within(0.1));
  }

  @ParameterizedTest
  @CsvSource({"BF16, BF16, 2", "FP16, FP16, 2", "INT8, INT8, 4", "FP32, INT8, 4", "INT8, FP32, 1"})
  void roundedExchangeLearnsInFewerBytesAndGivesTheSameBitsEverywhere(Codec down, Codec up, int times) {
    Settings settings = settings(MaskMethods.GRADUAL, OuterKind.NESTEROV, 0.05, 7, 3);
    ExchangeSettings exchange = new ExchangeSettings(down, up, ExchangeSettings.Way.DRIVER);
    Plan plan = plan(with(settings, rounds(7, OuterKind.NESTEROV, Map.of("exchange", exchange))));
    List<RoundReport> local = new ArrayList<>();
    List<RoundReport> spark = new ArrayList<>();

    RunState ofLocal = run(plan, local(plan), collector(local));
    RunState ofSpark = run(plan, spark(plan), collector(spark));

    assertThat(ofSpark.mean()).isEqualTo(ofLocal.mean());
    assertThat(spark.get(3).bytes()).isEqualTo(local.get(3).bytes());
    int values = local.get(2).mask().nnz() + 23;
    assertThat(local.get(3).bytes().largestUp())
        .isEqualTo(Message.HEADER + up.bytesOfAll(values))
        .isLessThanOrEqualTo(Message.HEADER + 4L * values / times + 8);
    assertThat(local.get(local.size() - 1).validation().orElseThrow().headline()).isGreaterThan(0.95);
  }

  @ParameterizedTest
  @EnumSource(RoundLengths.Kind.class)
  void roundsOfChangingLengthTakeEveryStepAndAsManyRoundsAsPlanned(RoundLengths.Kind kind) {
    Settings settings = settings(MaskMethods.GRADUAL, OuterKind.AVERAGE, 0.05, 8);
    Plan plan = plan(with(settings, rounds(8, OuterKind.AVERAGE, Map.of("lengths", kind))));
    List<RoundReport> reports = new ArrayList<>();

    RunState last = run(plan, local(plan), collector(reports));

    assertThat(last.step()).isEqualTo(plan.totalSteps()).isEqualTo(96);
    assertThat(reports).hasSize(plan.rounds());
    long[] ends = reports.stream().mapToLong(RoundReport::step).toArray();
    // A pass has 4 steps, so adaptive rounds are as short as they may be at 8.
    boolean changes = kind == RoundLengths.Kind.GROWING || kind == RoundLengths.Kind.POST_LOCAL;
    assertThat(ends[0]).isEqualTo(changes ? 1 : 8);
    List<Long> lengths = new ArrayList<>(List.of(ends[0]));
    for (int round = 1; round < ends.length; round++) {
      lengths.add(ends[round] - ends[round - 1]);
    }
    assertThat(lengths).contains(8L).allMatch(length -> length <= 8);
    assertThat(lengths.stream().distinct().toList()).startsWith(switch (kind) {
      case FIXED, ADAPTIVE -> new Long[] {8L};
      case GROWING -> new Long[] {1L, 2L, 4L, 8L};
      case POST_LOCAL -> new Long[] {1L, 8L};
    });
  }

  @Test
  void runningAwayIsNoticedInItsRound() {
    Plan plan = plan(settings(MaskMethods.RANDOM, OuterKind.AVERAGE, 900, 7));

    assertThatThrownBy(() -> run(plan, local(plan), new RunListener() {}))
        .isInstanceOf(Diverged.class)
        .hasMessageContaining("training diverged in round ").hasMessageContaining("training.learningRate");
  }

  static RunListener collector(List<RoundReport> reports) {
    return new RunListener() {
      @Override
      public void round(RoundReport report) {
        reports.add(report);
      }
    };
  }
}
