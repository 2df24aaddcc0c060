package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.masks.Mask;
import io.gossamer.masks.rule.GroupEnvelope;
import io.gossamer.masks.rule.HyperbolicPull;
import io.gossamer.masks.rule.InsensitiveDecay;
import io.gossamer.masks.rule.KeepLargest;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.masks.rule.NofM;
import io.gossamer.masks.rule.SoftThreshold;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.layer.LayerSyntax;
import io.gossamer.ops.layer.Shape;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.LossSpec;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.Allocation;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.shard.Shard;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RuledWeightsTest {
  private static final Seed SEED = new Seed(30).child("RuledWeightsTest");
  private static final int ROWS = 90;
  private static final int UNTIL = 500;

  /** One layer is full and one sparse, so that resident orders differ; one trains, one keeps running statistics. */
  private static final NetworkSpec PLAIN = new NetworkSpec(Shape.flat(12), false, LayerSyntax.parse(List.of(
      "fc1 = linear out=20", "norm1 = batch-norm", "relu1 = relu", "fc2 = linear out=3")),
      LossSpec.of(LossKind.SOFTMAX));

  private static final Mask MASK = new Mask(0, PLAIN.maskedNames(),
      List.of(Patterns.full(20, 12), Patterns.random(3, 20, 41, SEED)));

  static Stream<LocalRule> rules() {
    return Stream.of(
        new SoftThreshold(-2, 0, 3, UNTIL), new SoftThreshold(-2, 0.5, 0, UNTIL),
        new KeepLargest(List.of(100, 20), List.of(0.4, 0.33), 1e-3, 3, UNTIL),
        new NofM(List.of(120, 20), List.of(4, 8), NofM.Flow.SR_STE, 2e-4, UNTIL),
        new NofM(List.of(120, 20), List.of(4, 8), NofM.Flow.LINEAR, 2e-4, UNTIL),
        new HyperbolicPull(List.of(100, 20), 1e-3, 10, UNTIL), new InsensitiveDecay(1e-3, true, UNTIL),
        new GroupEnvelope(List.of(100, 20), 4, 0.05, UNTIL));
  }

  private static TrainSpec spec(LocalRule rule) {
    LearningRate rate = new LearningRate(LearningRate.Shape.CONSTANT, 0.05, 0, 1000, List.of(), 0.1);
    return new TrainSpec(
        PLAIN.with(rule.learned(PLAIN.maskedNames())), 32, new Sgd(0.9f, true, 1e-4f), Clipping.NONE, rate,
        Executions.UNMEASURED, rule);
  }

  private static Network network(TrainSpec spec, Kernels kernels) {
    return new Network(spec.network(), MASK.patterns(), kernels, spec.batchSize());
  }

  private static Update train(TrainSpec spec, Kernels kernels, long firstStep, int steps, float[] values) {
    return new LocalTrainer(spec, network(spec, kernels))
        .train(Assignment.of(1, 0, MASK, firstStep, steps, SEED), shard(), values);
  }

  private static Shard shard() {
    Seed.Stream draws = SEED.child("rows").stream();
    float[] features = new float[12 * ROWS];
    float[] labels = new float[ROWS];
    for (int n = 0; n < ROWS; n++) {
      labels[n] = n % 3;
      for (int f = 0; f < 12; f++) {
        features[12 * n + f] = (float) (draws.nextGaussian() + (f / 4 == n % 3 ? 1 : 0));
      }
    }
    return new Shard(2, new DenseRows(12, features, labels, null));
  }

  private static float[] start(TrainSpec spec) {
    return Initialization.values(spec.network(), MASK.patterns(), SEED);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void everyRuleLearnsToTheSameBitsOnEveryKernelAndAfterAnything(LocalRule rule) {
    TrainSpec spec = spec(rule);
    LocalTrainer used = new LocalTrainer(spec, network(spec, KernelChoice.kernels()));
    used.train(Assignment.of(3, 0, MASK, 60, 7, SEED), shard(), start(spec));

    Update once = train(spec, KernelChoice.kernels(), 0, 120, start(spec));
    Update again = used.train(Assignment.of(1, 0, MASK, 0, 120, SEED), shard(), start(spec));
    Update scalar = train(spec, new ScalarKernels(), 0, 120, start(spec));

    assertThat(again.values()).isEqualTo(once.values());
    assertThat(scalar.values()).isEqualTo(once.values());
    Network network = network(spec, KernelChoice.kernels());
    network.load(EffectiveValues.of(spec, MASK, once.values(), 0, 120));
    assertThat(EvaluationPass.measure(network, shard().rows()).headline()).isGreaterThan(0.8);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aStepAllocatesNothing(LocalRule rule) {
    TrainSpec spec = spec(rule);
    Network network = network(spec, KernelChoice.kernels());
    RuledWeights ruled = new RuledWeights(rule, network);
    network.load(start(spec));
    ruled.begin(0);

    assertThat(Allocation.least(step -> {
      ruled.beforeStep(step);
      ruled.afterStep(step, 0.05f);
    })).isZero();
  }

  /** The loss of a round's first step, on all rows, is that of the effective values the driver evaluates. */
  @ParameterizedTest
  @MethodSource("rules")
  void workerAndDriverComputeWithTheSameWeights(LocalRule rule) {
    NetworkSpec still = new NetworkSpec(Shape.flat(12), false, LayerSyntax.parse(List.of(
        "fc1 = linear out=20", "relu1 = relu", "fc2 = linear out=3")), LossSpec.of(LossKind.SOFTMAX));
    NetworkSpec learning = still.with(rule.learned(still.maskedNames()));
    LearningRate rate = new LearningRate(LearningRate.Shape.CONSTANT, 0.05, 0, 1000, List.of(), 0.1);
    TrainSpec spec = new TrainSpec(
        learning, ROWS, new Sgd(0, false, 0), Clipping.NONE, rate, Executions.UNMEASURED, rule);
    float[] values = Initialization.values(learning, MASK.patterns(), SEED);
    for (int round = 0; round < 3; round++) {
      Update update = train(spec, KernelChoice.kernels(), round, 1, values);
      Network network = network(spec, KernelChoice.kernels());
      network.load(EffectiveValues.of(spec, MASK, values, round, round));
      Measures measures = EvaluationPass.measure(network, shard().rows());

      assertThat(update.lossSum() / ROWS).isCloseTo(measures.meanLoss(), within(1e-6));
      values = update.values();
    }
  }

  @Test
  void aRuleThatKeepsEverythingIsOrdinaryTraining() {
    TrainSpec plain = spec(LocalRule.NONE);
    TrainSpec all = spec(new KeepLargest(List.of(240, 41), List.of(1.0, 1.0), 1, 1, UNTIL));
    TrainSpec over = spec(new SoftThreshold(-2, 0, 3, 10));

    float[] expected = train(plain, KernelChoice.kernels(), 10, 50, start(plain)).values();

    assertThat(train(all, KernelChoice.kernels(), 10, 50, start(all)).values()).isEqualTo(expected);
    float[] withThresholds = train(over, KernelChoice.kernels(), 10, 50, start(over)).values();
    assertThat(Arrays.copyOf(withThresholds, expected.length)).isEqualTo(expected);
    assertThat(Arrays.copyOfRange(withThresholds, expected.length, withThresholds.length)).containsExactly(-2, -2);
  }

  @Test
  void thresholdsLearnAndTravelWithTheValues() {
    TrainSpec spec = spec(new SoftThreshold(-2, 0.5, 0, UNTIL));
    float[] values = train(spec, KernelChoice.kernels(), 0, 100, start(spec)).values();
    int at = spec.network().layout(MASK.patterns()).window("fc2.threshold").offset();

    assertThat(values).hasSize(PLAIN.layout(MASK.patterns()).length() + 2);
    assertThat(values[at]).isNotEqualTo(-2f);
    assertThat(values[at - 1]).isNotEqualTo(-2f);
  }
}
