package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Touched;
import org.junit.jupiter.api.Test;

class LambTest {
  private static final ParameterLayout LAYOUT = new ParameterLayout.Builder()
      .add("fc1.weight", 2, Role.MASKED, false).add("fc1.bias", 2, Role.BIAS, false).build();
  private static final Touched NONE = new Touched(LAYOUT, new boolean[2]);

  private static Stepper stepper(double decay) {
    return new Stepper(new Lamb(0.9f, 0.999f, 1e-8f, (float) decay), Clipping.NONE, LAYOUT, NONE);
  }

  /** Worked by hand: the first direction is (1, 1), of norm sqrt 2; the weights' norm is 5, the biases' 13. */
  @Test
  void scalesEachWindowToItsOwnNorm() {
    float[] values = {3, 4, 5, 12};

    stepper(0).step(values, new float[] {7, 1e-3f, 2, 50}, NONE, 0.1f);

    double weight = 0.1 * 5 / Math.sqrt(2);
    double bias = 0.1 * 13 / Math.sqrt(2);
    assertThat((double) values[0]).isCloseTo(3 - weight, within(1e-5));
    assertThat((double) values[1]).isCloseTo(4 - weight, within(1e-5));
    assertThat((double) values[2]).isCloseTo(5 - bias, within(1e-5));
    assertThat((double) values[3]).isCloseTo(12 - bias, within(1e-5));
  }

  @Test
  void aWindowOfZerosTakesAdamsStep() {
    float[] values = {0, 0, 3, 4};

    stepper(0.1).step(values, new float[] {7, -7, 0, 0}, NONE, 0.1f);

    assertThat((double) values[0]).isCloseTo(-0.1, within(1e-6));
    assertThat((double) values[1]).isCloseTo(0.1, within(1e-6));
  }

  @Test
  void withoutADirectionNothingMoves() {
    float[] values = {1, 2, 3, 4};

    stepper(0).step(values, new float[4], NONE, 0.1f);

    assertThat(values).containsExactly(1, 2, 3, 4);
  }

  /** A layer whose units died: its moments shrink to the end of floats, and its ratio grows beyond them. */
  @Test
  void aGradientThatDiedLeavesFiniteValues() {
    Stepper stepper = stepper(0);
    float[] values = {1, 2, 3, 4};
    stepper.step(values, new float[] {1, 1e-3f, 1, 1}, NONE, 1e-3f);
    for (int step = 0; step < 2_000; step++) {
      stepper.step(values, new float[4], NONE, 1e-3f);
    }
    for (float value : values) {
      assertThat(Math.abs(value)).isLessThan(5f);
    }
  }
}
