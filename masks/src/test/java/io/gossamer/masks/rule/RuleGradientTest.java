package io.gossamer.masks.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.random.Seed;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

/** Gradients of each rule against differences of what they are gradients of, in double. */
class RuleGradientTest {
  private static final double STEP = 1e-6;

  private static double[] differences(double[] at, ToDoubleFunction<double[]> of) {
    double[] slopes = new double[at.length];
    for (int p = 0; p < at.length; p++) {
      double[] above = at.clone();
      double[] below = at.clone();
      above[p] += STEP;
      below[p] -= STEP;
      slopes[p] = (of.applyAsDouble(above) - of.applyAsDouble(below)) / (2 * STEP);
    }
    return slopes;
  }

  private static double[] doubles(float[] values) {
    double[] copy = new double[values.length];
    for (int p = 0; p < copy.length; p++) {
      copy[p] = values[p];
    }
    return copy;
  }

  /** A smooth loss of the effective weights. */
  private static double loss(int p, double w) {
    return Math.sin(1.3 * w + p) + 0.2 * w * w;
  }

  private static float slope(int p, double w) {
    return (float) (1.3 * Math.cos(1.3 * w + p) + 0.4 * w);
  }

  /** Weights below the threshold: gradients are the derivative of the leaky branch, which has the same value at 0. */
  private static double shrunk(double w, double t, double leak) {
    double theta = 1 / (1 + Math.exp(-t));
    double above = Math.abs(w) - theta;
    return Math.signum(w) * (above > 0 ? above : leak * above);
  }

  @Test
  void softThresholdsFollowTheChainRuleWithAndWithoutLeak() {
    for (double leak : new double[] {0, 0.5}) {
      SoftThreshold rule = new SoftThreshold(-1, leak, 0, 100);
      RuleArray array = RuleArray.random(rule, 7, List.of(), 9, 0.8, new Seed(5));
      int count = array.weights();
      int threshold = array.layout.window("fc1.threshold").offset();
      double[] at = new double[count + 1];
      float[] effective = array.effective(30);
      double leakNow = rule.leak(30);
      float[] outer = new float[count];
      for (int p = 0; p < count; p++) {
        array.values[p] = array.values[p] == 0 ? 0.001f : array.values[p];
        at[p] = array.values[p];
        outer[p] = slope(p, effective[p]);
      }
      at[count] = array.values[threshold];
      double[] expected = differences(at, x -> {
        double sum = 0;
        for (int p = 0; p < count; p++) {
          // To first order around the effective weight, which is 0 on the leaky branch.
          double base = shrunk(at[p], at[count], 0);
          sum += slope(p, base) * (shrunk(x[p], x[count], leakNow) - base);
        }
        return sum;
      });

      float[] found = array.gradient(30, outer);

      for (int p = 0; p < count; p++) {
        assertThat((double) found[p]).as("leak %s, weight %d", leak, p).isCloseTo(expected[p], within(2e-4));
      }
      assertThat((double) found[threshold]).isCloseTo(expected[count], within(1e-3));
    }
  }

  @Test
  void withoutLeakTheGradientIsThatOfTheLossItself() {
    RuleArray array = RuleArray.random(new SoftThreshold(-1, 0, 0, 9), 6, List.of(), 6, 1, new Seed(8));
    int count = array.weights();
    double[] at = new double[count + 1];
    for (int p = 0; p < count; p++) {
      at[p] = array.values[p];
    }
    at[count] = -1;
    double[] expected = differences(at, x -> {
      double sum = 0;
      for (int p = 0; p < count; p++) {
        sum += loss(p, shrunk(x[p], x[count], 0));
      }
      return sum;
    });
    float[] effective = array.effective(0);
    float[] outer = new float[count];
    for (int p = 0; p < count; p++) {
      outer[p] = slope(p, effective[p]);
    }

    float[] found = array.gradient(0, outer);

    for (int p = 0; p < count; p++) {
      assertThat((double) found[p]).isCloseTo(expected[p], within(2e-4));
    }
    int threshold = array.layout.window("fc1.threshold").offset();
    assertThat((double) found[threshold]).isCloseTo(expected[count], within(1e-3));
  }

  /** The loss has value 0 everywhere; its gradient comes from the sum that counts as constant. */
  @Test
  void hyperbolicPullIsTheGradientOfItsLoss() {
    RuleArray array = RuleArray.random(new HyperbolicPull(List.of(20), 1, 1, 9), 8, List.of(), 9, 1, new Seed(3));
    double[] at = new double[array.weights()];
    for (int p = 0; p < at.length; p++) {
      at[p] = array.values[p] == 0 ? 0.01 : array.values[p];
      array.values[p] = (float) at[p];
    }
    double[] sizes = at.clone();
    for (int p = 0; p < sizes.length; p++) {
      sizes[p] = Math.abs(sizes[p]);
    }
    java.util.Arrays.sort(sizes);
    double s = 0.6585 / sizes[sizes.length - 20];
    double constant = tanh(at, s);

    float[] found = array.gradient(0);
    double[] expected = differences(at, x -> {
      double sum = 0;
      double bends = tanh(x, s);
      for (double w : x) {
        sum += Math.abs(w) * bends / constant - Math.abs(w);
      }
      return sum;
    });

    for (int p = 0; p < at.length; p++) {
      assertThat((double) found[p]).isCloseTo(expected[p], within(1e-4 * Math.max(1, Math.abs(expected[p]))));
    }
  }

  private static double tanh(double[] weights, double s) {
    double sum = 0;
    for (double w : weights) {
      sum += Math.tanh(s * Math.abs(w));
    }
    return sum;
  }

  /** Where the choice of places stands still, the fading weights have a true gradient; ours passes straight through. */
  @Test
  void fadingAndStraightThroughPassTheGradientOn() {
    for (NofM.Flow flow : NofM.Flow.values()) {
      NofM rule = new NofM(List.of(16), List.of(4), flow, 0, 100);
      RuleArray array = RuleArray.random(rule, 16, List.of(), 4, 1, new Seed(2));
      float[] outer = new float[array.weights()];
      for (int p = 0; p < outer.length; p++) {
        outer[p] = slope(p, array.values[p]);
      }
      assertThat(array.gradient(40, outer)).startsWith(outer);
    }
  }

  @Test
  void explorationDecayIsTheGradientOfItsPenalty() {
    KeepLargest rule = new KeepLargest(List.of(5), List.of(0.1), 0.3, 1, 100);
    RuleArray array = RuleArray.random(rule, 5, List.of(), 10, 0.5, new Seed(4));
    float[] effective = array.effective(0);
    double[] expected = differences(doubles(java.util.Arrays.copyOf(array.values, array.weights())), x -> {
      double sum = 0;
      for (int p = 0; p < x.length; p++) {
        sum += effective[p] != 0 ? 0 : 0.3 * (1 / 0.1 - 1) * x[p] * x[p] / 2;
      }
      return sum;
    });

    float[] found = array.gradient(0);

    assertThat(java.util.stream.IntStream.range(0, array.weights()).filter(p -> effective[p] != 0).count())
        .isEqualTo(5);
    for (int p = 0; p < array.weights(); p++) {
      assertThat((double) found[p]).isCloseTo(expected[p], within(1e-5));
    }
  }
}
