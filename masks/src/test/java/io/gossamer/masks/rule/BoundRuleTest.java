package io.gossamer.masks.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.testing.Allocation;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BoundRuleTest {
  private static final Seed SEED = new Seed(12).child("BoundRuleTest");

  static Stream<LocalRule> rules() {
    Stream<LocalRule> runs = Arrays.stream(NofM.Flow.values())
        .map(flow -> new NofM(List.of(300, 30), List.of(8, 4), flow, 1e-3, 100));
    return Stream.concat(runs, Stream.of(
        LocalRule.NONE,
        new SoftThreshold(-2, 0, 3, 100),
        new SoftThreshold(-2, 0.5, 0, 100),
        new KeepLargest(List.of(300, 30), List.of(0.1, 0.2), 1e-3, 3, 100),
        new HyperbolicPull(List.of(300, 30), 1e-3, 10, 100),
        new InsensitiveDecay(1e-3, false, 100),
        new InsensitiveDecay(1e-3, true, 100),
        new GroupEnvelope(List.of(300, 30), 4, 0.01, 100)));
  }

  private static void step(RuleArray array, float[] effective, float[] gradients, long step) {
    System.arraycopy(array.values, 0, effective, 0, effective.length);
    array.bound.effective(effective, step);
    for (int p = 0; p < gradients.length; p++) {
      gradients[p] = 0.1f * effective[p] - 0.01f;
    }
    array.bound.gradient(array.values, gradients, step);
    for (int p = 0; p < gradients.length; p++) {
      array.values[p] -= 0.1f * gradients[p];
    }
    array.bound.settle(array.values, step, 0.1f);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepsAllocateNothingAndStayFinite(LocalRule rule) {
    RuleArray array = RuleArray.random(rule, 61, List.of(53), 7, 0.9, SEED);
    float[] effective = new float[array.values.length];
    float[] gradients = new float[array.values.length];
    array.bound.begin(array.values, 0);

    assertThat(Allocation.least(step -> step(array, effective, gradients, step))).isZero();
    for (float value : array.values) {
      assertThat(value).isFinite();
    }
  }

  /** What a rule remembers comes from begin alone: a used one and a fresh one do the same. */
  @ParameterizedTest
  @MethodSource("rules")
  void aRoundIsAPureFunction(LocalRule rule) {
    RuleArray used = RuleArray.random(rule, 21, List.of(13), 5, 1, SEED);
    RuleArray fresh = RuleArray.random(rule, 21, List.of(13), 5, 1, SEED);
    float[] start = used.values.clone();
    for (RuleArray array : List.of(used, used, fresh)) {
      array.values = start.clone();
      array.bound.begin(array.values, 40);
      for (int step = 40; step < 47; step++) {
        step(array, new float[start.length], new float[start.length], step);
      }
    }

    assertThat(used.values).isEqualTo(fresh.values);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void emptyLayersAndAllZeroWeightsAreNoTrouble(LocalRule rule) {
    for (double density : new double[] {0, 1}) {
      RuleArray array = RuleArray.random(rule, 9, List.of(4), 3, density, SEED);
      Arrays.fill(array.values, 0, array.weights(), 0f);
      float[] gradients = array.gradient(0);
      array.bound.settle(array.values, 0, 0.1f);

      for (int p = 0; p < array.weights(); p++) {
        assertThat(array.values[p]).isZero();
        assertThat(gradients[p]).isZero();
      }
    }
  }

  @Test
  void computesWithTheLargestAndKeepsTheChoiceBetween() {
    KeepLargest rule = new KeepLargest(List.of(2), List.of(0.4), 0, 5, 100);
    RuleArray array = RuleArray.oneLayer(rule, 5, 1, -3, 2, 0.5f, -2.5f);

    assertThat(Arrays.copyOf(array.effective(0), 5)).containsExactly(0, -3, 0, 0, -2.5f);

    array.bound.begin(array.values, 11);
    float[] moved = {9, -3, 2, 0.5f, -2.5f, 0};
    array.bound.effective(moved, 12);
    assertThat(Arrays.copyOf(moved, 5)).containsExactly(0, -3, 0, 0, -2.5f);
    float[] later = {9, -3, 2, 0.5f, -2.5f, 0};
    array.bound.effective(later, 15);
    assertThat(Arrays.copyOf(later, 5)).containsExactly(9, -3, 0, 0, 0);
  }

  @Test
  void thresholdsFallByTheirPowersOfE() {
    RuleArray array = RuleArray.oneLayer(new SoftThreshold(-3200, 0, 5, 1000), 2, 1, 2, 3, 4);
    int at = array.layout.window("fc1.threshold").offset();
    for (int step = 0; step < 1000; step++) {
      array.bound.settle(array.values, step, 0.1f);
    }

    assertThat((double) array.values[at]).isCloseTo(-3200 * Math.exp(-5), within(0.05));
    assertThat(Arrays.copyOf(array.values, 4)).containsExactly(1, 2, 3, 4);
  }

  @Test
  void decaysWhatTheLossDoesNotFeel() {
    RuleArray array = RuleArray.oneLayer(new InsensitiveDecay(0.1, false, 100), 2, 1, 2, 4, -8);
    array.gradient(0, 0, 1.5f, -0.5f, 0.25f);
    array.bound.settle(array.values, 0, 1);
    assertThat(Arrays.copyOf(array.values, 4)).containsExactly(0.9f, 2, 4 * 0.95f, -8 * 0.925f);

    RuleArray relative = RuleArray.oneLayer(new InsensitiveDecay(0.1, true, 100), 2, 1, 2, 4, -8);
    relative.gradient(0, 0, 1e-3f, -0.5e-3f, 0);
    relative.bound.settle(relative.values, 0, 1);
    assertThat(Arrays.copyOf(relative.values, 4)).containsExactly(0.9f, 2, 4 * 0.95f, -8 * 0.9f);
  }

  /** n of m where the numbers divide, n or one more where not, and always the asked count. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 39, 78, 117, 155, 156, 157, 311, 312})
  void runsKeepTheExactCount(int count) {
    // 12 outputs of 26 inputs: six runs of 4 and one of 2.
    RuleArray array = RuleArray.random(
        new NofM(List.of(count), List.of(4), NofM.Flow.SR_STE, 0, 10), 26, List.of(), 12, 1, SEED);
    for (int p = 0; p < array.weights(); p++) {
      array.values[p] = array.values[p] == 0 ? 0.5f : array.values[p];
    }
    float[] effective = array.effective(0);
    int kept = 0;
    for (int row = 0; row < 12; row++) {
      for (int from = 0; from < 26; from += 4) {
        int inRun = 0;
        for (int column = from; column < Math.min(26, from + 4); column++) {
          inRun += effective[row * 26 + column] != 0 ? 1 : 0;
        }
        double share = count / 312.0 * Math.min(4, 26 - from);
        assertThat(inRun).isBetween((int) Math.floor(share), (int) Math.ceil(share));
        kept += inRun;
      }
    }
    assertThat(kept).isEqualTo(count);
    assertThat(NofM.pattern(array.patterns.get(0), 4, count, array.values, 0).nnz()).isEqualTo(count);
  }

  /** Half the least sum of |w_j|^2 / u_j: what a proximal step must trade against the distance. */
  private static double envelope(double[] w, int[] group, double budget) {
    double[] norm = new double[w.length];
    double[] size = new double[w.length];
    for (int p = 0; p < w.length; p++) {
      norm[group[p]] += w[p] * w[p];
      size[group[p]]++;
    }
    double low = 0;
    double high = 1e6;
    for (int n = 0; n < 200; n++) {
      double middle = (low + high) / 2;
      double used = 0;
      for (int j = 0; j < w.length; j++) {
        used += size[j] == 0 ? 0 : size[j] * Math.min(1, Math.sqrt(norm[j] / size[j]) * middle);
      }
      if (used < budget) {
        low = middle;
      } else {
        high = middle;
      }
    }
    double value = 0;
    for (int j = 0; j < w.length; j++) {
      if (norm[j] > 0) {
        value += norm[j] / Math.min(1, Math.sqrt(norm[j] / size[j]) * high) / 2;
      }
    }
    return value;
  }

  @Test
  void theEnvelopesStepIsItsProximalStep() {
    int[] group = {0, 0, 0, 1, 1, 2, 2, 2, 3, 3};
    float[] from = {1.5f, -0.3f, 0.2f, 0.4f, 0.1f, -0.8f, 0.9f, 0.3f, 0.05f, 0.1f};
    double t = 0.3;
    GroupEnvelope rule = new GroupEnvelope(List.of(4), 3, t, 10);
    RuleArray array = RuleArray.oneLayer(rule, 5, from);

    array.bound.settle(array.values, 0, 1);

    double[] found = new double[from.length];
    for (int p = 0; p < found.length; p++) {
      found[p] = array.values[p];
    }
    double best = objective(found, from, group, t);
    assertThat(found[8]).isZero();
    Seed.Stream draws = SEED.child("proximal").stream();
    for (int n = 0; n < 2000; n++) {
      double[] other = found.clone();
      for (int p = 0; p < other.length; p++) {
        other[p] += 0.02 * (n % 2 == 0 || other[p] != 0 ? 1 : 0) * draws.nextGaussian();
      }
      assertThat(objective(other, from, group, t)).isGreaterThan(best - 1e-6);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-12, 1e-3, 1, 10, 1e6, 1e29, 1e40})
  void theEnvelopesStepDoesNotHangOnTheGuess(double guess) {
    for (int budget : new int[] {1, 40, 700, 2900}) {
      GroupEnvelope rule = new GroupEnvelope(List.of(budget), 4, 0.2, 10);
      RuleArray array = RuleArray.random(rule, 61, List.of(), 53, 0.9, SEED);
      var layer = new RuleWeights.Layer("fc1", 0, array.patterns.get(0), null, -1);
      var groups = GroupEnvelope.Groups.of(layer, 4);
      float[] guessed = array.values.clone();
      float[] unguessed = array.values.clone();

      double root = GroupEnvelope.proximal(guessed, groups, budget, 0.2f, guess);
      GroupEnvelope.proximal(unguessed, groups, budget, 0.2f, 0);

      double used = 0;
      for (int j = 0; j < groups.count(); j++) {
        double size = Math.sqrt(groups.squares(array.values, j) / groups.length(j));
        used += groups.length(j) * Math.max(0, Math.min(1, size * root - 0.2));
      }
      assertThat(used).isCloseTo(budget, within(1e-5 * budget));
      for (int p = 0; p < array.weights(); p++) {
        assertThat(guessed[p]).isCloseTo(unguessed[p], within(1e-4f));
      }
    }
  }

  private static double objective(double[] w, float[] from, int[] group, double t) {
    double sum = t * envelope(w, group, 4);
    for (int p = 0; p < w.length; p++) {
      sum += (w[p] - from[p]) * (w[p] - from[p]) / 2;
    }
    return sum;
  }
}
