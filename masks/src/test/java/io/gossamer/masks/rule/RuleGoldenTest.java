package io.gossamer.masks.rule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The golden vectors of methods.md, section F, that concern what happens inside a local step. */
class RuleGoldenTest {
  private static void assertClose(float[] found, double tolerance, double... expected) {
    for (int p = 0; p < expected.length; p++) {
      assertThat((double) found[p]).as("entry %d of %s", p, Arrays.toString(found))
          .isCloseTo(expected[p], within(tolerance));
    }
  }

  @Test
  void f7SoftThreshold() {
    RuleArray array = RuleArray.oneLayer(new SoftThreshold(-5, 0, 0, 10), 2, .01f, -.02f, .005f, .5f);

    assertThat((double) SoftThreshold.sigmoid(-5)).isCloseTo(.00669285, within(1e-8));
    assertClose(array.effective(0), 1e-6, .003307, -.013307, 0, .493307);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "25, .952574", "50, .5", "75, .146447", "90, .024472", "100, .002473"})
  void f2AnnealingOfAutoSparse(int i, double expected) {
    // At 0 the sigmoid half of the maximum is .9975 and the cosine half 1.
    assertThat(SoftThreshold.annealing(i / 100.0)).isCloseTo(expected, within(1e-6));
  }

  @Test
  void f14StraightThroughWithItsOwnDecay() {
    NofM rule = new NofM(List.of(2), List.of(4), NofM.Flow.SR_STE, 2e-4, 10);
    RuleArray array = RuleArray.oneLayer(rule, 4, .9f, -.1f, .3f, -.5f);

    assertClose(array.effective(0), 0, .9f, 0, 0, -.5f);
    assertClose(array.gradient(0, .1f, .1f, .1f, .1f), 1e-8, .1, .09998, .10006, .1);
  }

  @Test
  void f19HyperSparse() {
    RuleArray array = RuleArray.oneLayer(new HyperbolicPull(List.of(2), 1, 1, 10), 2, .1f, -.2f, .4f, 1f);

    assertClose(array.gradient(0), 1e-5, 1.371178, -1.266363, .939094, .194654);
  }

  /** What is left out fades to nothing, whichever way; at the end each run keeps its n. */
  @ParameterizedTest
  @EnumSource(NofM.Flow.class)
  void decaysEndAtNofM(NofM.Flow flow) {
    float[] weights = new float[2 * 32];
    for (int p = 0; p < weights.length; p++) {
      weights[p] = (float) Math.sin(p * 7.3) + 2;
    }
    NofM rule = new NofM(List.of(16), List.of(4), flow, 0, 1000);
    float[] last = RuleArray.oneLayer(rule, 32, weights).effective(999);

    for (int run = 0; run < 16; run++) {
      float[] sorted = Arrays.copyOfRange(last, 4 * run, 4 * run + 4);
      Arrays.sort(sorted);
      assertThat(sorted[3]).isGreaterThan(1);
      assertThat(sorted[2]).isLessThan(0.03f);
    }
  }

  @Test
  void decaysStartAsTheirPapersSay() {
    float[] weights = {4, 3, 2, 1, -4, -3, -2, -1, 4, 3, 2, 1, -4, -3, -2, -1};

    assertClose(start(NofM.Flow.SR_STE, weights), 0, 4, 0, 0, 0, -4, 0, 0, 0);
    assertClose(start(NofM.Flow.LINEAR, weights), 0, 4, 3, 2, 1, -4, -3, -2, -1);
    assertClose(start(NofM.Flow.EXPONENTIAL, weights), 0, 4, 3, 2, 1, -4, -3, -2, -1);
    // Three frames: 3 of 4, 2 of 4, 1 of 4.
    assertClose(start(NofM.Flow.STRUCTURE, weights), 0, 4, 3, 2, 0, -4, -3, -2, 0);
    // Of 16 (the row, at most 32) it keeps the 4 largest, wherever they are.
    assertClose(start(NofM.Flow.GEOMETRIC, weights), 0, 4, 0, 0, 0, -4, 0, 0, 0, 4, 0, 0, 0, -4, 0, 0, 0);
  }

  private static float[] start(NofM.Flow flow, float[] weights) {
    return RuleArray.oneLayer(new NofM(List.of(4), List.of(4), flow, 0, 300), 16, weights).effective(0);
  }
}
