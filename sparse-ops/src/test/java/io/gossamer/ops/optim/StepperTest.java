package io.gossamer.ops.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Allocation;
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
          .isCloseTo(moves ? twin.w[p] : start[p], within(1e-5 * Math.max(1, Math.abs(values[p]))));
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

  /** What does not last starts as it may: with the numbers of another step. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void goesOnFromItsStateAsIfItHadNeverStopped(OptimizerKind kind) {
    Stepper whole = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    Stepper first = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    Stepper second = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    second.step(draws("other", 0), draws("gradient", 9), NONE, 0.1f);
    float[] expected = draws("values", 0);
    float[] moved = expected.clone();
    for (int step = 1; step <= 20; step++) {
      whole.step(expected, draws("gradient", step), NONE, 0.1f);
    }

    for (int step = 1; step <= 11; step++) {
      first.step(moved, draws("gradient", step), NONE, 0.1f);
    }
    second.reset();
    optimizer(kind).slots().stream().filter(Slot::lasts).forEach(slot ->
        System.arraycopy(first.state(slot), 0, second.state(slot), 0, LAYOUT.length()));
    second.resume(11);
    for (int step = 12; step <= 20; step++) {
      second.step(moved, draws("gradient", step), NONE, 0.1f);
    }

    assertThat(moved).isEqualTo(expected);
  }

  @Test
  void aPaceThatGoesOnCorrectsToTheBitAsOneThatNeverStopped() {
    for (float beta2 : new float[] {0, 0.95f, 0.999f}) {
      Pace whole = new Pace();
      for (int n = 1; n <= 60_000; n++) {
        whole.correct(0.9f, beta2, 0.1f);
        if (n < 50 || n % 977 == 0) {
          Pace resumed = new Pace();
          resumed.resume(0.9f, beta2, n - 1);
          resumed.correct(0.9f, beta2, 0.1f);
          assertThat(resumed.first).isEqualTo(whole.first);
          assertThat(resumed.second).isEqualTo(whole.second);
        }
      }
    }
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

  @ParameterizedTest
  @EnumSource(value = OptimizerKind.class, names = "LAMB", mode = EnumSource.Mode.EXCLUDE)
  void whereAllAreReachedTheBitsAreThoseOfWholeWindows(OptimizerKind kind) {
    Touched few = new Touched(LAYOUT, new boolean[] {true, false, false, false});
    Stepper lazy = new Stepper(optimizer(kind), new Clipping(0.5f, 0), LAYOUT, few);
    Stepper whole = new Stepper(optimizer(kind), new Clipping(0.5f, 0), LAYOUT, NONE);
    float[] moved = draws("values", 0);
    float[] expected = moved.clone();
    for (int step = 1; step <= 5; step++) {
      few.clear();
      for (int p = WEIGHTS - 1; p >= 0; p--) {
        few.add(p, 1);
      }
      lazy.step(moved, draws("gradient", step), few, 0.1f);
      whole.step(expected, draws("gradient", step), NONE, 0.1f);
    }
    assertThat(moved).isEqualTo(expected);
  }

  @Test
  void theNormIsThatOfWhatWasReached() {
    Touched few = new Touched(LAYOUT, new boolean[] {true, false, false, false});
    float[] values = new float[LAYOUT.length()];
    float[] gradients = new float[LAYOUT.length()];
    Arrays.fill(gradients, 0, WEIGHTS, 1e6f);
    gradients[20] = 3;
    gradients[WEIGHTS + 6] = 4;
    few.clear();
    few.add(20, 1);

    new Stepper(new Sgd(0, false, 0), new Clipping(0, 1), LAYOUT, few).step(values, gradients, few, 1f);

    assertThat((double) values[20]).isCloseTo(-3 / 5., within(1e-6));
    assertThat((double) values[WEIGHTS + 6]).isCloseTo(-4 / 5., within(1e-6));
    assertThat(values[19]).isZero();
  }

  @Test
  void aNormWithinItsBoundChangesNoBitAndTheGradientStaysAsItIs() {
    float[] bounded = draws("values", 0);
    float[] free = bounded.clone();
    float[] gradients = draws("gradient", 1);
    new Stepper(optimizer(OptimizerKind.ADAM), new Clipping(0, 1e3f), LAYOUT, NONE)
        .step(bounded, gradients, NONE, 0.1f);
    new Stepper(optimizer(OptimizerKind.ADAM), Clipping.NONE, LAYOUT, NONE).step(free, gradients, NONE, 0.1f);
    assertThat(bounded).isEqualTo(free);

    new Stepper(optimizer(OptimizerKind.ADAM), new Clipping(0, 1e-3f), LAYOUT, NONE)
        .step(bounded, gradients, NONE, 0.1f);
    assertThat(gradients).isEqualTo(draws("gradient", 1));
  }

  /** Norms that differ from step to step, since Adam's direction does not feel one that stays. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void everyOptimizerStepsOnTheGradientScaledToItsBound(OptimizerKind kind) {
    Stepper clipping = new Stepper(optimizer(kind), new Clipping(0, 0.5f), LAYOUT, NONE);
    Stepper plain = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);
    float[] clipped = draws("values", 0);
    float[] expected = clipped.clone();
    for (int step = 1; step <= 4; step++) {
      float[] gradients = draws("gradient", step);
      for (int p = 0; p < gradients.length; p++) {
        gradients[p] *= step * step;
      }
      clipping.step(clipped, gradients, NONE, 0.1f);
      double squares = Squares.sum(gradients, 0, WEIGHTS) + Squares.sum(gradients, WEIGHTS + 6, WEIGHTS + 11);
      float scale = (float) (0.5 / Math.sqrt(squares));
      for (int p = 0; p < gradients.length; p++) {
        gradients[p] *= scale;
      }
      plain.step(expected, gradients, NONE, 0.1f);
    }
    assertThat(clipped).isEqualTo(expected);
  }

  @Test
  void aNormBeyondTheRangeOfFloatsIsClipped() {
    float[] values = new float[LAYOUT.length()];
    float[] gradients = new float[LAYOUT.length()];
    Arrays.fill(gradients, 0, 4, 3e38f);

    new Stepper(new Sgd(0, false, 0), new Clipping(0, 1), LAYOUT, NONE).step(values, gradients, NONE, 1f);

    assertThat((double) values[0]).isCloseTo(-0.5, within(1e-6));
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void onlyWeightsDecay(OptimizerKind kind) {
    ParameterLayout.Builder builder = new ParameterLayout.Builder();
    for (Role role : Role.values()) {
      builder.add(role.name(), 3, role, false);
    }
    ParameterLayout layout = builder.build();
    Touched none = new Touched(layout, new boolean[Role.values().length]);
    float[] values = new float[layout.length()];
    Arrays.fill(values, 2f);

    new Stepper(optimizer(kind), Clipping.NONE, layout, none).step(values, new float[values.length], none, 0.1f);

    for (int n = 0; n < Role.values().length; n++) {
      boolean weights = Role.values()[n] == Role.MASKED || Role.values()[n] == Role.WEIGHT;
      for (int p = 3 * n; p < 3 * n + 3; p++) {
        assertThat(values[p] < 2f).as("%s of %s falls", Role.values()[n], kind).isEqualTo(weights);
        assertThat(values[p]).isLessThanOrEqualTo(2f);
      }
    }
  }

  /** AdamW takes from a weight what its name says, whatever the gradient's size; Adam's decay drowns in it. */
  @Test
  void decayIsDecoupledInAdamWOnly() {
    for (OptimizerKind kind : new OptimizerKind[] {OptimizerKind.ADAM, OptimizerKind.ADAMW}) {
      float[] decayed = new float[LAYOUT.length()];
      decayed[0] = 2;
      float[] kept = decayed.clone();
      float[] gradients = new float[LAYOUT.length()];
      gradients[0] = 1e4f;
      new Stepper(kind.optimizer(0, false, BETA1, BETA2, EPSILON, 0.5), Clipping.NONE, LAYOUT, NONE)
          .step(decayed, gradients, NONE, 0.1f);
      new Stepper(kind.optimizer(0, false, BETA1, BETA2, EPSILON, 0), Clipping.NONE, LAYOUT, NONE)
          .step(kept, gradients, NONE, 0.1f);
      double taken = kept[0] - decayed[0];
      assertThat(taken).as(kind.name()).isCloseTo(kind == OptimizerKind.ADAMW ? 0.1 * 0.5 * 2 : 0, within(1e-6));
    }
  }

  /** {@code 0.5 * sum of a (w - c)^2}, with {@code a} from 0.5 to 2. */
  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void bringsAQuadraticDown(OptimizerKind kind) {
    double rate = kind == OptimizerKind.ADAGRAD ? 0.5 : 0.02;
    Stepper stepper = new Stepper(kind.optimizer(0.9, true, 0.9, 0.99, 1e-8, 0), Clipping.NONE, LAYOUT, NONE);
    float[] values = draws("values", 0);
    float[] centre = draws("centre", 0);
    double start = quadratic(values, centre, null);
    for (int step = 0; step < 1_000; step++) {
      float[] gradients = new float[values.length];
      quadratic(values, centre, gradients);
      stepper.step(values, gradients, NONE, (float) (rate * (1 - step / 1_000.)));
    }
    assertThat(quadratic(values, centre, null)).isLessThan(1e-3 * start);
  }

  private static double quadratic(float[] values, float[] centre, float[] gradients) {
    double sum = 0;
    for (int p = 0; p < WEIGHTS; p++) {
      double a = 0.5 + 1.5 * p / WEIGHTS;
      double off = values[p] - centre[p];
      sum += 0.5 * a * off * off;
      if (gradients != null) {
        gradients[p] = (float) (a * off);
      }
    }
    return sum;
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void stateTakesFourBytesAValueAndSlot(OptimizerKind kind) {
    Stepper stepper = new Stepper(optimizer(kind), Clipping.NONE, LAYOUT, NONE);

    int slots = switch (kind) {
      case SGD, ADAGRAD -> 1;
      case ADAM, ADAMW -> 2;
      case LAMB -> 3;
    };
    assertThat(stepper.stateBytes()).isEqualTo(4L * slots * LAYOUT.length());
  }

  @ParameterizedTest
  @EnumSource(OptimizerKind.class)
  void stepsAllocateNothing(OptimizerKind kind) {
    boolean lazy = kind != OptimizerKind.LAMB;
    ParameterLayout layout = new ParameterLayout.Builder().add("e.weight", 40_000, Role.WEIGHT, false)
        .add("fc1.bias", 50, Role.BIAS, false).build();
    Touched touched = new Touched(layout, new boolean[] {lazy, false});
    Stepper stepper = new Stepper(optimizer(kind), new Clipping(1, 1), layout, touched);
    float[] values = new float[layout.length()];
    float[] gradients = new float[layout.length()];
    Arrays.fill(gradients, 0.01f);

    assertThat(Allocation.least(step -> {
      touched.clear();
      // Rows that ascend, as those of sparse data do: what makes Arrays.sort merge, and so allocate.
      for (int block = 0; lazy && block < 9_000; block++) {
        touched.add(4 * (block % 100 * 100 + block / 100), 4);
      }
      stepper.step(values, gradients, touched, 1e-3f);
    })).isZero();
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
