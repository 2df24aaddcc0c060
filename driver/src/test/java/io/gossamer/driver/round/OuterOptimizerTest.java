package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.driver.round.OuterSettings.OuterKind;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OuterOptimizerTest {
  private static final float[] AVERAGES = {.8f, .7f, .65f};

  /** Golden vector F6. */
  @Test
  void nesterovFollowsDiLoCo() {
    float[] theta = {1};
    OuterOptimizer outer = new OuterOptimizer(OuterKind.NESTEROV, .7f, .9f);
    Map<String, float[]> state = outer.start(1);
    float[] expected = {.734f, .57538f, .553287f};
    for (int round = 0; round < 3; round++) {
      OuterOptimizer.Step step = outer.step(theta, new float[] {AVERAGES[round]}, state);
      theta = step.values();
      state = step.state();

      assertThat(theta[0]).isCloseTo(expected[round], within(1e-5f));
    }
    assertThat(state.get("velocity")[0]).isCloseTo(.11798f, within(1e-5f));
  }

  @Test
  void rateOneWithoutMomentumIsPlainAveraging() {
    OuterOptimizer plain = new OuterOptimizer(OuterKind.AVERAGE, .7f, .9f);
    OuterOptimizer nesterov = new OuterOptimizer(OuterKind.NESTEROV, 1, 0);

    assertThat(plain.step(new float[] {1}, AVERAGES, plain.start(3)).values()).isEqualTo(AVERAGES);
    assertThat(nesterov.step(new float[] {1, 1, 1}, AVERAGES, nesterov.start(3)).values()[1])
        .isCloseTo(.7f, within(1e-6f));
  }

  @Test
  void adamStepsByTheRunningMeanOverTheRootOfTheRunningSquare() {
    OuterOptimizer outer = new OuterOptimizer(OuterKind.ADAM, .1f, .9f);

    OuterOptimizer.Step first = outer.step(new float[] {1, 1}, new float[] {.8f, 1}, outer.start(2));
    OuterOptimizer.Step second = outer.step(first.values(), new float[] {.8f, 1}, first.state());

    float one = 1 - .1f * .02f / (.02f + .001f);
    assertThat(first.values()[0]).isCloseTo(one, within(1e-6f));
    assertThat(first.values()[1]).isEqualTo(1);
    float delta = one - .8f;
    double m = .9 * -.02 - .1 * delta;
    double s = .99 * .01 * .04 + .01 * delta * delta;
    assertThat((double) second.values()[0]).isCloseTo(one + .1 * m / (Math.sqrt(s) + .001), within(1e-6));
  }
}
