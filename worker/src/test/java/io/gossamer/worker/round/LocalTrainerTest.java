package io.gossamer.worker.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.ScalarKernels;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Optimizer;
import io.gossamer.ops.optim.OptimizerKind;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.shard.Shard;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LocalTrainerTest {
  private static final Seed SEED = new Seed(21).child("LocalTrainerTest");
  private static final NetworkSpec NETWORK = NetworkSpec.mlp(2, List.of(24), 2, LossKind.SOFTMAX);
  private static final Mask MASK = new Mask(0, NETWORK.maskedNames(),
      List.of(Patterns.random(24, 2, 36, SEED), Patterns.random(2, 24, 30, SEED)));

  private static TrainSpec spec(int batch, float momentum) {
    LearningRate rate = new LearningRate(LearningRate.Shape.CONSTANT, 0.1, 0, 1000, List.of(), 0.1);
    return new TrainSpec(NETWORK, batch, new Sgd(momentum, true, 0), rate);
  }

  private static LocalTrainer trainer(TrainSpec spec, Kernels kernels) {
    return new LocalTrainer(spec, new Network(NETWORK, MASK.patterns(), kernels, spec.batchSize()));
  }

  /** Two rings: not separable by a line, easy for a small network. */
  private static Shard rings(int count) {
    Seed.Stream stream = SEED.child("rings").stream();
    float[] features = new float[2 * count];
    float[] labels = new float[count];
    for (int n = 0; n < count; n++) {
      double angle = stream.nextDouble() * 2 * Math.PI;
      double radius = n % 2 + 0.6 + 0.3 * stream.nextDouble();
      features[2 * n] = (float) (radius * StrictMath.cos(angle));
      features[2 * n + 1] = (float) (radius * StrictMath.sin(angle));
      labels[n] = n % 2;
    }
    return new Shard(3, new DenseRows(2, features, labels, null));
  }

  private static float[] start() {
    return Initialization.values(NETWORK, MASK.patterns(), SEED);
  }

  @Test
  void learnsTwoRings() {
    Shard shard = rings(200);
    LocalTrainer trainer = trainer(spec(32, 0.9f), KernelChoice.kernels());

    Update update = trainer.train(Assignment.of(1, 0, MASK, 0, 600, SEED), shard, start());

    Network network = new Network(NETWORK, MASK.patterns(), KernelChoice.kernels(), 64);
    network.load(update.values());
    Measures measures = EvaluationPass.measure(network, shard.rows());
    assertThat(measures.headline()).isGreaterThan(0.99);
    assertThat(update.steps()).isEqualTo(600);
    assertThat(update.shard()).isEqualTo(3);
  }

  @Test
  void isAPureFunctionWhateverRanBefore() {
    LocalTrainer fresh = trainer(spec(32, 0.9f), KernelChoice.kernels());
    LocalTrainer used = trainer(spec(32, 0.9f), KernelChoice.kernels());
    used.train(Assignment.of(9, 0, MASK, 77, 5, new Seed(3)), rings(40), start());
    Assignment assignment = Assignment.of(1, 0, MASK, 4, 11, SEED);

    Update once = fresh.train(assignment, rings(100), start());
    Update again = used.train(assignment, rings(100), start());

    assertThat(again.values()).isEqualTo(once.values());
    assertThat(again.lossSum()).isEqualTo(once.lossSum());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void everyOptimizerLearnsAndStartsEachRoundAfresh(OptimizerKind kind) {
    LearningRate rate = new LearningRate(LearningRate.Shape.CONSTANT, 0.02, 0, 1000, List.of(), 0.1);
    TrainSpec spec = new TrainSpec(
        NETWORK, 32, kind.optimizer(0.9, true, 0.9, 0.99, 1e-8, 0), new Clipping(1, 5), rate);
    LocalTrainer fresh = trainer(spec, KernelChoice.kernels());
    LocalTrainer used = trainer(spec, KernelChoice.kernels());
    used.train(Assignment.of(9, 0, MASK, 77, 5, new Seed(3)), rings(40), start());
    Assignment assignment = Assignment.of(1, 0, MASK, 0, 400, SEED);

    Update once = fresh.train(assignment, rings(200), start());
    Update again = used.train(assignment, rings(200), start());

    assertThat(again.values()).isEqualTo(once.values());
    Network network = new Network(NETWORK, MASK.patterns(), KernelChoice.kernels(), 32);
    network.load(once.values());
    assertThat(EvaluationPass.measure(network, rings(200).rows()).headline()).as(kind.name()).isGreaterThan(0.9);
  }

  @Test
  void twoRoundsWithoutMomentumAreOneLongRound() {
    LocalTrainer trainer = trainer(spec(16, 0), KernelChoice.kernels());
    Shard shard = rings(50);

    Update first = trainer.train(Assignment.of(1, 0, MASK, 0, 7, SEED), shard, start());
    Update second = trainer.train(Assignment.of(2, 0, MASK, 7, 6, SEED), shard, first.values());
    Update whole = trainer.train(Assignment.of(1, 0, MASK, 0, 13, SEED), shard, start());

    assertThat(second.values()).isEqualTo(whole.values());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void roundsThatHandOnTheirStateAreOneLongRound(OptimizerKind kind) {
    LearningRate rate = new LearningRate(LearningRate.Shape.COSINE, 0.02, 3, 1000, List.of(), 0.1);
    Optimizer optimizer = kind.optimizer(0.9, true, 0.9, 0.99, 1e-8, 1e-3);
    TrainSpec spec = new TrainSpec(NETWORK, 16, optimizer, new Clipping(0.3f, 2), rate);
    Shard shard = rings(50);
    Update whole = trainer(spec, KernelChoice.kernels()).train(Assignment.of(1, 0, MASK, 0, 40, SEED), shard, start());

    Replica replica = Replica.zeros(start().length, optimizer.slots().stream().filter(Slot::lasts).toList());
    replica = new Replica(start(), replica.state());
    for (int step = 0, round = 1; step < 40; step += 8, round++) {
      Replica before = replica.copy();
      Assignment assignment = Assignment.of(round, 0, MASK, step, 8, SEED).withStateSteps(step);
      Update update = trainer(spec, KernelChoice.kernels()).train(assignment, shard, replica);
      assertThat(replica).usingRecursiveComparison().isEqualTo(before);
      replica = update.replica();
    }

    assertThat(replica.values()).isEqualTo(whole.values());
    assertThat(whole.state()).isEmpty();
  }

  @Test
  void stateOfAnotherOptimizerIsRefused() {
    Replica foreign = new Replica(start(), Map.of(Slot.SQUARES, start()));

    assertThatThrownBy(() -> trainer(spec(16, 0.9f), KernelChoice.kernels())
        .train(Assignment.of(1, 0, MASK, 0, 1, SEED), rings(9), foreign))
        .isInstanceOf(InvariantBroken.class).hasMessageContaining("[MOMENTUM]").hasMessageContaining("[SQUARES]");
  }

  /** A particle that meets the shard every second round goes on where it left off. */
  @Test
  void visitsContinueTheOrderOfTheShard() {
    LocalTrainer trainer = trainer(spec(16, 0), KernelChoice.kernels());
    Shard shard = rings(50);

    Update first = trainer.train(Assignment.of(1, 0, MASK, 0, 6, 2, SEED), shard, start());
    Update second = trainer.train(Assignment.of(3, 0, MASK, 12, 6, 2, SEED), shard, first.values());
    Update whole = trainer.train(Assignment.of(1, 0, MASK, 0, 12, SEED), shard, start());

    assertThat(second.values()).isEqualTo(whole.values());
  }

  @Test
  void fastKernelsTrainToTheSameBitsAsTheReference() {
    Assignment assignment = Assignment.of(1, 0, MASK, 0, 40, SEED);

    Update fast = trainer(spec(48, 0.9f), KernelChoice.kernels()).train(assignment, rings(100), start());
    Update reference = trainer(spec(48, 0.9f), new ScalarKernels()).train(assignment, rings(100), start());

    assertThat(fast.values()).isEqualTo(reference.values());
  }

  /** A clock that a second passes on with every look: one at the start, one before each step but the first. */
  private static LocalTrainer ticking(TrainSpec spec) {
    long[] now = {Long.MAX_VALUE - 3_000_000_000L};
    return new LocalTrainer(spec, new Network(NETWORK, MASK.patterns(), KernelChoice.kernels(), spec.batchSize()),
        () -> now[0] += 1_000_000_000L);
  }

  @Test
  void aRoundThatTheClockEndsIsOneOfAsManySteps() {
    TrainSpec spec = spec(16, 0.9f);
    Assignment whole = Assignment.of(1, 0, MASK, 4, 9, SEED);

    Update cut = ticking(spec).train(whole.within(4.5), rings(50), start());
    Update five =
        trainer(spec, KernelChoice.kernels()).train(Assignment.of(1, 0, MASK, 4, 5, SEED), rings(50), start());

    assertThat(cut.steps()).isEqualTo(5);
    assertThat(cut.values()).isEqualTo(five.values());
    assertThat(cut.rows()).isEqualTo(five.rows());
    assertThat(cut.weight()).isEqualTo(five.weight());
    assertThat(cut.lossSum()).isEqualTo(five.lossSum());
  }

  @Test
  void theClockEndsNoRoundBeforeItsFirstStepNorAfterItsLast() {
    TrainSpec spec = spec(16, 0.9f);
    Assignment whole = Assignment.of(1, 0, MASK, 4, 9, SEED);

    assertThat(ticking(spec).train(whole.within(1e-9), rings(50), start()).steps()).isEqualTo(1);
    assertThat(ticking(spec).train(whole.within(1e9), rings(50), start()).steps()).isEqualTo(9);
    assertThat(ticking(spec).train(whole.within(0), rings(50), start()).steps()).isEqualTo(9);
    assertThat(ticking(spec).train(whole.within(Double.MAX_VALUE), rings(50), start()).steps()).isEqualTo(9);
  }

  @Test
  void aCancelledTaskTakesNoFurtherStep() {
    LocalTrainer trainer = trainer(spec(16, 0.9f), KernelChoice.kernels());
    Assignment assignment = Assignment.of(1, 0, MASK, 4, 9, SEED);
    float[] undisturbed = trainer.train(assignment, rings(50), start()).values();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> trainer.train(assignment, rings(50), start())).isInstanceOf(CancellationException.class);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(trainer.train(assignment, rings(50), start()).values()).isEqualTo(undisturbed);
  }

  @Test
  void anEmptyShardTakesNoStepsAndOneRowIsEnough() {
    LocalTrainer trainer = trainer(spec(32, 0.9f), KernelChoice.kernels());
    Assignment assignment = Assignment.of(1, 0, MASK, 0, 5, SEED);
    Shard empty = new Shard(0, new DenseRows(2, new float[0], new float[0], null));

    Update none = trainer.train(assignment, empty, start());
    Update one = trainer.train(assignment, rings(1), start());

    assertThat(none.steps()).isZero();
    assertThat(none.values()).isEmpty();
    assertThat(one.rows()).isEqualTo(5);
    assertThat(one.weight()).isEqualTo(5);
    assertThat(one.values()).isNotEqualTo(start());
  }
}
