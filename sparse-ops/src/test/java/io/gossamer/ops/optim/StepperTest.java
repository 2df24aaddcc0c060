package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Touched;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StepperTest {
  private static final int WEIGHTS = 37;
  private static final ParameterLayout LAYOUT = new ParameterLayout.Builder()
      .add("fc1.weight", WEIGHTS, Role.MASKED, false)
      .add("fc2.weight", 6, Role.MASKED, true)
      .add("fc1.bias", 5, Role.BIAS, false)
      .add("norm.mean", 3, Role.STATISTIC, false)
      .build();
  private static final Touched NONE = new Touched(LAYOUT, new boolean[4]);
  private static final double DECAY = 0.01;
  private static final double BETA1 = 0.8;
  private static final double BETA2 = 0.95;
  private static final double EPSILON = 1e-6;

  private static float[] draws(String name, int step) {
    Seed.Stream stream = new Seed(5).child(name, step).stream();
    float[] draws = new float[LAYOUT.length()];
    for (int p = 0; p < draws.length; p++) {
      draws[p] = (float) stream.nextGaussian();
    }
    return draws;
  }

  private static Optimizer optimizer(OptimizerKind kind) {
    return kind.optimizer(0.9, true, BETA1, BETA2, EPSILON, DECAY);
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void followsItsDefinitionInDouble(OptimizerKind kind) {
    float[] values = draws("values", 0);
    float[] start = values.clone();
    Stepper stepper = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    Twin twin = new Twin(kind, values);
    for (int step = 1; step <= 20; step++) {
      stepper.step(values, draws("gradient", step), NONE, 0.05f);
      twin.step(draws("gradient", step), step);
    }
    for (int p = 0; p < values.length; p++) {
      boolean moves = p < WEIGHTS || p >= WEIGHTS + 6 && p < WEIGHTS + 11;
      assertThat((double) values[p]).as("%s at %s", kind, p)
          .isCloseTo(moves ? twin.w[p] : start[p], within(1e-4 * (1 + Math.abs(values[p]))));
    }
  }

  /** The definitions once more, in double and value by value. */
  private static final class Twin {
    private final OptimizerKind kind;
    private final double[] w;
    private final double[] m;
    private final double[] v;

    Twin(OptimizerKind kind, float[] values) {
      this.kind = kind;
      this.w = new double[values.length];
      this.m = new double[values.length];
      this.v = new double[values.length];
      for (int p = 0; p < w.length; p++) {
        w[p] = values[p];
      }
    }

    void step(float[] gradients, int t) {
      window(gradients, t, 0, WEIGHTS, DECAY);
      window(gradients, t, WEIGHTS + 6, WEIGHTS + 11, 0);
    }

    private void window(float[] gradients, int t, int from, int to, double decay) {
      double[] direction = new double[to];
      for (int p = from; p < to; p++) {
        double g = gradients[p];
        boolean joins = kind == OptimizerKind.SGD || kind == OptimizerKind.ADAM || kind == OptimizerKind.ADAGRAD;
        g += joins ? decay * w[p] : 0;
        if (kind == OptimizerKind.SGD) {
          m[p] = 0.9 * m[p] + g;
          direction[p] = g + 0.9 * m[p];
        } else if (kind == OptimizerKind.ADAGRAD) {
          v[p] += g * g;
          direction[p] = g / (Math.sqrt(v[p]) + EPSILON);
        } else {
          m[p] = BETA1 * m[p] + (1 - BETA1) * g;
          v[p] = BETA2 * v[p] + (1 - BETA2) * g * g;
          direction[p] = m[p] / (1 - Math.pow(BETA1, t))
              / (Math.sqrt(v[p] / (1 - Math.pow(BETA2, t))) + EPSILON);
          direction[p] += kind == OptimizerKind.ADAM ? 0 : decay * w[p];
        }
      }
      double ratio = kind == OptimizerKind.LAMB ? norm(w, from, to) / norm(direction, from, to) : 1;
      for (int p = from; p < to; p++) {
        w[p] -= 0.05 * ratio * direction[p];
      }
    }

    private static double norm(double[] array, int from, int to) {
      return Math.sqrt(Arrays.stream(array, from, to).map(a -> a * a).sum());
    }
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void resetForgetsEverything(OptimizerKind kind) {
    Stepper used = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    used.step(draws("values", 0), draws("gradient", 1), NONE, 0.1f);
    used.reset();
    Stepper fresh = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    float[] once = draws("values", 0);
    float[] again = draws("values", 0);

    fresh.step(once, draws("gradient", 2), NONE, 0.1f);
    used.step(again, draws("gradient", 2), NONE, 0.1f);

    assertThat(again).isEqualTo(once);
  }

  @ParameterizedTest
  @EnumSource(value = OptimizerKind.class, names = "LAMB", mode = EnumSource.Mode.EXCLUDE)
  void whereFewAreReachedOnlyTheseMoveAndAsInAWholeWindow(OptimizerKind kind) {
    Touched few = new Touched(LAYOUT, new boolean[] {true, false, false, false});
    Stepper lazy = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, few);
    Stepper whole = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    float[] start = draws("values", 0);
    float[] moved = start.clone();
    float[] expected = start.clone();
    for (int step = 1; step <= 3; step++) {
      few.clear();
      few.add(20, 3);
      few.add(4, 2);
      few.add(20, 3);
      lazy.step(moved, draws("gradient", step), few, 0.1f);
      whole.step(expected, draws("gradient", step), NONE, 0.1f);
    }
    assertThat(few.count()).isEqualTo(2);
    for (int p = 0; p < WEIGHTS; p++) {
      boolean reached = p == 4 || p == 5 || p >= 20 && p < 23;
      assertThat(moved[p]).as("value %s", p).isEqualTo(reached ? expected[p] : start[p]);
    }
    assertThat(Arrays.copyOfRange(moved, WEIGHTS, moved.length))
        .isEqualTo(Arrays.copyOfRange(expected, WEIGHTS, expected.length));
  }

  @Test
  void lambRefusesWindowsOfWhichFewAreReached() {
    Touched few = new Touched(LAYOUT, new boolean[] {true, false, false, false});

    assertThatThrownBy(() -> new Stepper(optimizer(OptimizerKind.LAMB), Clipping.NONE, LAYOUT, few))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("fc1.weight").hasMessageContaining("use adam");
  }

  @Test
  void clipsByValueThenByNorm() {
    Optimizer plain = new Sgd(0, false, 0);
    float[] values = new float[LAYOUT.length()];
    float[] gradients = new float[LAYOUT.length()];
    gradients[0] = 30;
    gradients[1] = -4;
    gradients[WEIGHTS + 6] = 3;
    gradients[WEIGHTS] = 1e6f;

    new Stepper(plain, new Clipping(4, 1), LAYOUT, NONE).step(values, gradients, NONE, 1f);

    // Clipped to 4, -4, 3: a norm of the square root of 41. What is frozen does not count.
    double norm = Math.sqrt(41);
    assertThat((double) values[0]).isCloseTo(-4 / norm, within(1e-6));
    assertThat((double) values[1]).isCloseTo(4 / norm, within(1e-6));
    assertThat((double) values[WEIGHTS + 6]).isCloseTo(-3 / norm, within(1e-6));
    assertThat(values[WEIGHTS]).isZero();
  }
}
