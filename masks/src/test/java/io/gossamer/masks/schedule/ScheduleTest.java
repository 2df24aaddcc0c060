package io.gossamer.masks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  /** Golden vectors F2: sparsity from 0 to 0.9 between steps 100 and 1100. */
  @ParameterizedTest
  @CsvSource({"0, 0", "100, 0", "200, .2439", "350, .520312", "600, .7875", "850, .885938", "1100, .9", "2000, .9"})
  void cubicFollowsThePublishedCurve(long step, double sparsity) {
    double time = new Interval(1, 100, 1100).time(step);

    assertThat(1 - Curve.CUBIC.at(1, 0.1, time)).isCloseTo(sparsity, within(1e-6));
  }

  /** Golden vectors F2: RigL. */
  @ParameterizedTest
  @CsvSource({"0, .3", "100, .292658", "250, .256066", "500, .15", "750, .043934", "1000, 0", "1200, 0"})
  void cosineFractionOfRigl(long step, double fraction) {
    assertThat(new UpdateFraction(UpdateFraction.Shape.COSINE, 0.3, 0, 1000).at(step))
        .isCloseTo(fraction, within(1e-6));
  }

  /** Golden vectors F2: sparse momentum. */
  @ParameterizedTest
  @CsvSource({"250, .427509", "500, .2525", "750, .077491", "1000, .005"})
  void cosineFractionOfSparseMomentum(long step, double fraction) {
    assertThat(new UpdateFraction(UpdateFraction.Shape.COSINE, 0.5, 0.005, 1000).at(step))
        .isCloseTo(fraction, within(1e-6));
  }

  /** Golden vectors F2: SynFlow's density over 100 rounds. */
  @ParameterizedTest
  @CsvSource({"1, .954993", "10, .630957", "50, .1", "100, .01"})
  void exponentialDensityOfSynflow(int round, double density) {
    assertThat(Curve.EXPONENTIAL.at(1, 0.01, round / 100.0)).isCloseTo(density, within(1e-6));
  }

  /** Golden vectors F1. */
  @ParameterizedTest
  @CsvSource({".9, 3, .535841", ".95, 3, .631597", ".98, 3, .728558", ".98, 5, .542695", ".9, 10, .205672"})
  void equalPhasesDropThePublishedShare(double sparsity, int phases, double share) {
    assertThat(Phases.shareDropped(sparsity, phases)).isCloseTo(share, within(1e-6));
    assertThat(1 - Phases.density(sparsity, 1, phases)).isCloseTo(share, within(1e-6));
  }

  /** Golden vectors F1: IMP keeps four fifths of what is left. */
  @ParameterizedTest
  @CsvSource({"1, .8", "5, .3277", "10, .1074", "20, .0115"})
  void impKeepsFourFifthsAPhase(int phase, double density) {
    double sparsity = 1 - StrictMath.pow(0.8, 20);

    assertThat(Phases.density(sparsity, phase, 20)).isCloseTo(density, within(5e-5));
  }

  @Test
  void linearAndOneShot() {
    assertThat(Curve.LINEAR.at(100, 20, 0.25)).isEqualTo(80);
    assertThat(Curve.ONE_SHOT.at(100, 20, 0.99)).isEqualTo(100);
    assertThat(Curve.ONE_SHOT.at(100, 20, 1)).isEqualTo(20);
  }

  @Test
  void anIntervalIsDueOnItsRoundsAndAtItsEnd() {
    Interval interval = new Interval(3, 100, 500);

    assertThat(interval.isDue(3, 90)).isFalse();
    assertThat(interval.isDue(6, 180)).isTrue();
    assertThat(interval.isDue(7, 210)).isFalse();
    assertThat(interval.isDue(17, 510)).isTrue();
    assertThat(interval.isDueWithin(18, 540)).isFalse();
  }
}
