package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdaptiveLengthsTest {
  private static final AdaptiveLengths LENGTHS = new AdaptiveLengths(3, 100, 0.1);

  /** Lengths of rounds and of the one after them, where a step takes 1 ms. */
  private static List<Integer> lengths(List<Double> overheads) {
    List<Integer> lengths = new ArrayList<>();
    Map<String, Double> numbers = Map.of();
    for (double overhead : overheads) {
      int steps = LENGTHS.length(numbers);
      lengths.add(steps);
      numbers = LENGTHS.after(numbers, steps, steps * 1e-3, overhead);
    }
    lengths.add(LENGTHS.length(numbers));
    return lengths;
  }

  @Test
  void doublesUntilOverheadIsWithinItsShare() {
    // 4 ms may be a tenth of 40 ms, so 36 steps are enough.
    assertThat(lengths(List.of(4e-3, 4e-3, 4e-3, 4e-3, 4e-3, 4e-3))).containsExactly(3, 6, 12, 24, 48, 48, 48);
  }

  @Test
  void endsAtOnePassOverAShard() {
    assertThat(lengths(List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)))
        .containsExactly(3, 6, 12, 24, 48, 96, 100, 100, 100);
  }

  @Test
  void staysAtTheFewestWhereTheyDo() {
    assertThat(lengths(List.of(1e-4, 1e-4, 1e-4))).containsExactly(3, 3, 3, 3);
  }

  @Test
  void halvesWhereHalfWouldDo() {
    List<Double> overheads = new ArrayList<>(List.of(0.02, 0.02));
    for (int round = 0; round < 10; round++) {
      overheads.add(1e-4);
    }

    List<Integer> lengths = lengths(overheads);

    assertThat(lengths).contains(48).endsWith(3);
    for (int round = 1; round < lengths.size(); round++) {
      assertThat(lengths.get(round) / (double) lengths.get(round - 1)).isIn(0.5, 1.0, 2.0);
    }
  }
}
