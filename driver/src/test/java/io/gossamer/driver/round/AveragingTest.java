package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.masks.Mask;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.worker.round.Update;
import java.util.List;
import org.junit.jupiter.api.Test;

class AveragingTest {
  private static final Mask MASK = new Mask(2, List.of("fc1"), List.of(Patterns.full(1, 2)));
  private static final int LENGTH = 3;

  private static Update update(int shard, double weight, float... values) {
    return new Update(7, 0, shard, MASK.version(), MASK.hash(), 3, (long) weight, weight, 0, 0, values);
  }

  @Test
  void weighsByRows() {
    float[] mean = Averaging.mean(MASK, LENGTH, List.of(update(0, 1, 0, 4, 8), update(3, 3, 4, 0, 8)));

    assertThat(mean).containsExactly(3, 1, 8);
  }

  @Test
  void oneUpdateIsItsOwnMeanToTheBit() {
    float[] values = {0.1f, -1e-40f, 3.3333333e37f};

    assertThat(Averaging.mean(MASK, LENGTH, List.of(update(0, 15_037, values)))).isEqualTo(values);
  }

  @Test
  void emptyShardsHaveNoSay() {
    Update empty = new Update(7, 0, 1, MASK.version(), MASK.hash(), 0, 0, 0, 0, 0, new float[0]);

    assertThat(Averaging.mean(MASK, LENGTH, List.of(update(0, 2, 1, 2, 3), empty))).containsExactly(1, 2, 3);
    assertThatThrownBy(() -> Averaging.mean(MASK, LENGTH, List.of(empty)))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("data.weight");
  }

  @Test
  void refusesAnotherMaskAnotherOrderAndAnotherLength() {
    Update foreign = new Update(7, 0, 0, 1, 99, 3, 1, 1, 0, 0, new float[3]);

    assertThatThrownBy(() -> Averaging.mean(MASK, LENGTH, List.of(foreign)))
        .isInstanceOf(InvariantBroken.class)
        .hasMessageStartingWith("update of particle 0 from shard 0 in round 7 was made with mask 1 (");
    assertThatThrownBy(() -> Averaging.mean(MASK, LENGTH, List.of(update(1, 1, 1, 2, 3), update(0, 1, 1, 2, 3))))
        .isInstanceOf(InvariantBroken.class).hasMessageContaining("shard 0 follows 1");
    assertThatThrownBy(() -> Averaging.mean(MASK, LENGTH, List.of(update(0, 1, 1, 2))))
        .isInstanceOf(InvariantBroken.class).hasMessageContaining("has 2 values, the model 3");
  }
}
