package io.gossamer.ops.calibrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final long MILLISECOND = 1_000_000;

  private long now;

  /** A turn of a millisecond, in which a step takes {@code before} until the clock says {@code compiled}, then less. */
  private DoubleSupplier variant(double before, double after, long compiled) {
    return () -> {
      now += MILLISECOND;
      return now < compiled * MILLISECOND ? before : after;
    };
  }

  @Test
  void waitForWhatStillBecomesFaster() {
    // Falls at 300 ms, then at 650 ms: each within 400 ms of the change before.
    DoubleSupplier first = variant(5000, 2000, 300);
    DoubleSupplier second = variant(900, 90, 650);

    assertThat(new Turns(() -> now).fastest(List.of(first, second), times -> true)).containsExactly(2000.0, 90.0);
    assertThat(now / MILLISECOND).isBetween(1050L, 1060L);
  }

  @Test
  void endOnceNothingChanges() {
    assertThat(new Turns(() -> now).fastest(List.of(variant(7, 7, 0)), times -> true)).containsExactly(7.0);
    assertThat(now / MILLISECOND).isBetween(400L, 410L);
  }

  @Test
  void giveWhatIsNotPlausibleTheLongestTime() {
    DoubleSupplier dense = variant(5541, 500, 2500);
    DoubleSupplier sparse = variant(1876, 1876, 0);

    assertThat(new Turns(() -> now).fastest(List.of(dense, sparse), times -> times.get(0) <= times.get(1)))
        .containsExactly(500.0, 1876.0);
    assertThat(now / MILLISECOND).isBetween(2900L, 2910L);
  }

  @Test
  void takeWhatIsNeverPlausibleInTheEnd() {
    assertThat(new Turns(() -> now).fastest(List.of(variant(9, 9, 0)), times -> false)).containsExactly(9.0);
    assertThat(now / MILLISECOND).isBetween(6000L, 6010L);
  }

  @Test
  void areThreeHoweverLongTheyTake() {
    int[] taken = new int[1];
    DoubleSupplier slow = () -> {
      now += 10_000 * MILLISECOND;
      return 100 - taken[0]++;
    };

    assertThat(new Turns(() -> now).fastest(List.of(slow), times -> true)).containsExactly(98.0);
  }
}
