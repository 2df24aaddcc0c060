package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.optim.LearningRate.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class LearningRateTest {
  private static LearningRate rate(Shape shape, long warmup) {
    return new LearningRate(shape, 0.8, warmup, 100, List.of(50L, 75L), 0.1);
  }

  @Test
  void warmUpRisesInEqualSteps() {
    LearningRate rate = rate(Shape.CONSTANT, 3);

    assertThat(rate.at(0)).isEqualTo(0.2f);
    assertThat(rate.at(1)).isEqualTo(0.4f);
    assertThat(rate.at(2)).isCloseTo(0.6f, within(1e-6f));
    assertThat(rate.at(3)).isEqualTo(0.8f);
    assertThat(rate.at(99)).isEqualTo(0.8f);
  }

  @Test
  void cosineStartsAtTheBaseIsHalfInTheMiddleAndEndsAtZero() {
    LearningRate rate = rate(Shape.COSINE, 0);

    assertThat(rate.at(0)).isEqualTo(0.8f);
    assertThat(rate.at(50)).isCloseTo(0.4f, within(1e-6f));
    assertThat(rate.at(100)).isCloseTo(0f, within(1e-6f));
  }

  @Test
  void linearFallsByEqualSteps() {
    LearningRate rate = rate(Shape.LINEAR, 0);

    assertThat(rate.at(25)).isCloseTo(0.6f, within(1e-6f));
    assertThat(rate.at(100)).isZero();
  }

  @Test
  void stepFallsAtItsMilestones() {
    LearningRate rate = rate(Shape.STEP, 0);

    assertThat(rate.at(49)).isEqualTo(0.8f);
    assertThat(rate.at(50)).isCloseTo(0.08f, within(1e-6f));
    assertThat(rate.at(75)).isCloseTo(0.008f, within(1e-6f));
  }
}
