package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.optim.RetrainRate.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetrainRateTest {
  private static final LearningRate ORIGINAL =
      new LearningRate(LearningRate.Shape.STEP, 0.1, 5, 1000, List.of(500L, 750L), 0.1);

  private static RetrainRate rate(Shape shape, long first, long steps) {
    return new RetrainRate(shape, ORIGINAL, 0.1, first, steps, 0.8, 0.5);
  }

  /** Golden vector F9. */
  @Test
  void adaptivePeakFollowsWhatThePruneTook() {
    assertThat(RetrainRate.adaptive(.1, 10, 9.5, .5, .1)).isCloseTo(.0441588, within(1e-7));
    assertThat(RetrainRate.adaptive(.1, 10, 6, .5, .1)).isEqualTo(.1);
    assertThat(RetrainRate.adaptive(.1, 10, 10, .5, .1)).isCloseTo(.01, within(1e-12));
    assertThat(RetrainRate.adaptive(.1, 0, 0, 0, 5)).isEqualTo(.1);
  }

  /** Golden vector F9: after a warm-up of a tenth, {@code lr0 * (1 - i / n)}. */
  @Test
  void linearShapesRiseAlongACosineAndFallInALine() {
    RetrainRate rate = rate(Shape.LLR, 0, 100);

    assertThat(rate.at(0)).isZero();
    assertThat(rate.at(5)).isCloseTo(.05f, within(1e-6f));
    assertThat(rate.at(10)).isCloseTo(.1f, within(1e-6f));
    assertThat(rate.at(55)).isCloseTo(.05f, within(1e-6f));
    assertThat(rate.at(99)).isCloseTo(.1f / 90, within(1e-6f));
  }

  @Test
  void fineTuningStaysAtTheLastRateAndRewindingReplaysTheLastRates() {
    assertThat(rate(Shape.FT, 0, 100).at(0)).isCloseTo(.001f, within(1e-9f));
    assertThat(rate(Shape.FT, 0, 100).at(99)).isCloseTo(.001f, within(1e-9f));
    RetrainRate rewound = rate(Shape.LRW, 400, 600);
    for (long step = 400; step < 1000; step++) {
      assertThat(rewound.at(step)).isEqualTo(ORIGINAL.at(step));
    }
  }

  @Test
  void theWholeScheduleIsCompressed() {
    RetrainRate rate = rate(Shape.SLR, 0, 100);

    assertThat(rate.at(10)).isCloseTo(.1f, within(1e-6f));
    assertThat(rate.at(54)).isCloseTo(.1f, within(1e-6f));
    assertThat(rate.at(55)).isCloseTo(.01f, within(1e-6f));
    assertThat(rate.at(99)).isCloseTo(.001f, within(1e-6f));
  }

  @Test
  void aCosineEndsAtTheLastRate() {
    RetrainRate rate = rate(Shape.CLR, 0, 1000);

    assertThat(rate.at(550)).isCloseTo((.1f + .001f) / 2, within(1e-5f));
    assertThat(rate.at(999)).isCloseTo(.001f, within(1e-5f));
  }

  /** methods.md A5.1 with swa_start 80 of 100, swa_lr half of lr_init. */
  @Test
  void averagingStaysFallsAndStays() {
    RetrainRate rate = rate(Shape.SWA, 0, 100);

    assertThat(rate.at(40)).isCloseTo(.1f, within(1e-6f));
    assertThat(rate.at(56)).isCloseTo(.1f * (1 - .5f * .5f), within(1e-6f));
    assertThat(rate.at(80)).isCloseTo(.05f, within(1e-6f));
    assertThat(rate.at(99)).isCloseTo(.05f, within(1e-6f));
  }

  @ParameterizedTest
  @EnumSource(Shape.class)
  void everyShapeIsFiniteAndNeverAboveThePeak(Shape shape) {
    for (long steps : new long[] {1, 2, 9, 10, 37, 2000}) {
      for (long step = 7; step < 7 + steps; step++) {
        assertThat(rate(shape, 7, steps).at(step)).isBetween(0f, .1f + 1e-7f);
      }
    }
  }
}
