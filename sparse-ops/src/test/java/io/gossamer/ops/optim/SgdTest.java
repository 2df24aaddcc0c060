package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Touched;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTest {
  private static final ParameterLayout ONE_WEIGHT_ONE_BIAS =
      new ParameterLayout.Builder().add("fc1.weight", 1, Role.MASKED, false).add("fc1.bias", 1, Role.BIAS, false)
          .build();

  private static final Touched NOTHING = new Touched(ONE_WEIGHT_ONE_BIAS, new boolean[2]);

  private static Stepper stepper(Optimizer optimizer) {
    return new Stepper(optimizer, Clipping.NONE, ONE_WEIGHT_ONE_BIAS, NOTHING);
  }

  /** Worked by hand: w = 1, g = 0.5 twice, momentum 0.9, decay 0.1, rate 0.1. */
  @Test
  void nesterovFollowsTheDefinition() {
    float[] w = {1, 1};
    Stepper sgd = stepper(new Sgd(0.9f, true, 0.1f));

    sgd.step(w, new float[] {0.5f, 0.5f}, NOTHING, 0.1f);
    // weight: g = 0.6, v = 0.6, w = 1 - 0.1 * (0.6 + 0.54); bias: g = 0.5, v = 0.5, b = 1 - 0.1 * (0.5 + 0.45)
    assertThat(w[0]).isCloseTo(0.886f, within(1e-6f));
    assertThat(w[1]).isCloseTo(0.905f, within(1e-6f));

    sgd.step(w, new float[] {0.5f, 0.5f}, NOTHING, 0.1f);
    // weight: g = 0.5886, v = 1.1286, w -= 0.1 * (0.5886 + 1.01574)
    assertThat(w[0]).isCloseTo(0.725566f, within(1e-6f));
  }

  @Test
  void heavyBallFollowsTheDefinition() {
    float[] w = {1, 1};
    Stepper sgd = stepper(new Sgd(0.9f, false, 0f));

    sgd.step(w, new float[] {1, 2}, NOTHING, 0.1f);
    sgd.step(w, new float[] {1, 2}, NOTHING, 0.1f);

    // v = 1, 1.9; w = 1 - 0.1 - 0.19
    assertThat(w[0]).isCloseTo(0.71f, within(1e-6f));
    assertThat(w[1]).isCloseTo(0.42f, within(1e-6f));
  }

  /** The loops of the first release: whoever trained with them finds the same model. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void keepsTheBitsOfTheFirstRelease(boolean nesterov) {
    int weights = 1003;
    ParameterLayout layout = new ParameterLayout.Builder().add("fc1.weight", weights, Role.MASKED, false)
        .add("fc1.bias", 17, Role.BIAS, false).build();
    Touched none = new Touched(layout, new boolean[2]);
    Stepper stepper = new Stepper(new Sgd(0.9f, nesterov, 1e-4f), Clipping.NONE, layout, none);
    Seed.Stream stream = new Seed(8).child("bits").stream();
    float[] values = draws(stream, layout.length());
    float[] expected = values.clone();
    float[] velocity = new float[layout.length()];
    for (int step = 0; step < 50; step++) {
      float[] gradients = draws(stream, layout.length());
      stepper.step(values, gradients, none, 0.1f);
      for (int p = 0; p < expected.length; p++) {
        float g = Math.fma(p < weights ? 1e-4f : 0f, expected[p], gradients[p]);
        velocity[p] = Math.fma(0.9f, velocity[p], g);
        expected[p] = Math.fma(-0.1f, nesterov ? Math.fma(0.9f, velocity[p], g) : velocity[p], expected[p]);
      }
    }
    assertThat(values).isEqualTo(expected);
  }

  private static float[] draws(Seed.Stream stream, int count) {
    float[] draws = new float[count];
    for (int n = 0; n < count; n++) {
      draws[n] = (float) stream.nextGaussian();
    }
    return draws;
  }

  @Test
  void refusesMomentumOfOne() {
    assertThatThrownBy(() -> new Sgd(1f, false, 0f))
        .isInstanceOf(InvalidInput.class).hasMessage("training.momentum is 1.0; it must be in [0, 1)");
  }
}
