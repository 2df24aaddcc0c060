package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatienceTest {
  @Test
  void isInSecondsOrInMedians() {
    List<Long> times = List.of(900L, 100L, 300L, 200L);

    assertThat(Patience.of("30").nanos(times)).isEqualTo(30_000_000_000L);
    assertThat(Patience.of("0.5").nanos(times)).isEqualTo(500_000_000L);
    assertThat(Patience.of("1.5x").nanos(times)).isEqualTo(300);
    assertThat(Patience.of("2x").nanos(List.of(7L))).isEqualTo(14);
    assertThat(Patience.of("0")).hasToString("0.0 s");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-1", "x", "2 x", "1e9", "NaN", "1.x", "12345678901"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Patience.of(text)).isInstanceOf(InvalidInput.class)
        .hasMessageStartingWith("rounds.patience is \"" + text + "\"; it must be seconds, for example 30, or");
  }
}
