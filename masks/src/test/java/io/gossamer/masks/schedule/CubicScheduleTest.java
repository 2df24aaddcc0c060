package io.gossamer.masks.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CubicScheduleTest {
  /** Golden vectors F2. */
  @ParameterizedTest
  @CsvSource({"0, 0", "100, 0", "200, .2439", "350, .520312", "600, .7875", "850, .885938", "1100, .9", "2000, .9"})
  void followsThePublishedCurve(long step, double sparsity) {
    assertThat(new CubicSchedule(0, 0.9, 100, 1100).at(step)).isCloseTo(sparsity, within(1e-6));
  }
}
