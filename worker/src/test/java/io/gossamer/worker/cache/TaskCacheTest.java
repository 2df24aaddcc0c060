package io.gossamer.worker.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Sgd;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.round.TrainSpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class TaskCacheTest {
  private static final NetworkSpec NETWORK = NetworkSpec.mlp(6, List.of(), 2, LossKind.SOFTMAX);

  /** A batch size of its own keeps each test's tools apart. */
  private static TrainSpec spec(int batch) {
    LearningRate rate = new LearningRate(LearningRate.Shape.CONSTANT, 0.1, 0, 10, List.of(), 0.5);
    return new TrainSpec(NETWORK, batch, new Sgd(0, false, 0), rate);
  }

  private static Mask mask(int version) {
    return new Mask(version, NETWORK.maskedNames(), List.of(Patterns.random(2, 6, 5, new Seed(version))));
  }

  private static TaskCache.Tools borrow(TrainSpec spec, Mask mask, Supplier<byte[]> message) {
    return TaskCache.with(spec, 1, mask.version(), mask.hash(), message, TeacherMessages.NONE, tools -> tools);
  }

  @Test
  void toolsAreLentAgainAndTheMessageIsReadOnce() {
    AtomicInteger asked = new AtomicInteger();
    Supplier<byte[]> message = () -> {
      asked.incrementAndGet();
      return MaskCodec.encode(mask(3));
    };

    TaskCache.Tools first = borrow(spec(101), mask(3), message);
    TaskCache.Tools second = borrow(spec(101), mask(3), message);

    assertThat(second).isSameAs(first);
    assertThat(asked).hasValue(1);
    assertThat(first.mask()).isEqualTo(mask(3));
  }

  @Test
  void particlesThatDifferInTheirOptimizerShareTools() {
    TrainSpec spec = spec(105);
    TrainSpec other = new TrainSpec(NETWORK, 105, new Sgd(0.5f, false, 0), spec.learningRate());
    Supplier<byte[]> message = () -> MaskCodec.encode(mask(2));

    TaskCache.Tools tools = borrow(spec, mask(2), message);

    assertThat(borrow(other, mask(2), message)).isSameAs(tools);
    assertThat(tools.trainer(spec)).isSameAs(tools.trainer(spec));
    assertThat(tools.trainer(other).spec()).isEqualTo(other);
    assertThat(tools.trainer(spec).spec()).isEqualTo(spec);
  }

  @Test
  void toolsInUseAreNotLentTwice() {
    Mask mask = mask(1);
    TrainSpec spec = spec(102);

    boolean same = TaskCache.with(spec, 1, 1, mask.hash(), () -> MaskCodec.encode(mask), TeacherMessages.NONE,
        outer -> outer == borrow(spec, mask, () -> MaskCodec.encode(mask)));

    assertThat(same).isFalse();
  }

  @Test
  void toolsOfAnOlderMaskAreLetGo() {
    TrainSpec spec = spec(103);
    TaskCache.Tools old = borrow(spec, mask(1), () -> MaskCodec.encode(mask(1)));
    borrow(spec, mask(2), () -> MaskCodec.encode(mask(2)));

    TaskCache.Tools again = borrow(spec, mask(1), () -> MaskCodec.encode(mask(1)));

    assertThat(again).isNotSameAs(old);
  }

  @Test
  void aMaskThatIsNotTheAssignedOneIsRefusedByName() {
    assertThatThrownBy(() -> borrow(spec(104), mask(5), () -> MaskCodec.encode(mask(4))))
        .isInstanceOf(InvariantBroken.class)
        .hasMessageContaining("an assignment was made with mask 5 (").hasMessageContaining("the run is at mask 4 (");
  }
}
