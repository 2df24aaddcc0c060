package io.gossamer.ops.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest
  @CsvSource({
    "'', '', 0", "a, '', 1", "'', abc, 3", "kitten, sitting, 3", "epohcs, epochs, 1", "ab, ba, 1", "ca, abc, 3"
  })
  void countsEditsAndSwaps(String a, String b, int edits) {
    assertThat(Nearest.distance(a, b)).isEqualTo(edits);
    assertThat(Nearest.distance(b, a)).isEqualTo(edits);
  }

  @Test
  void prefersTheKeyInTheSameSection() {
    List<String> known = List.of("data.seed", "training.seed", "training.speed");

    assertThat(Nearest.key("training.sed", known)).contains("training.seed");
    assertThat(Nearest.key("model.seed", List.of("data.batch", "training.seed"))).contains("training.seed");
  }

  @Test
  void staysSilentRatherThanGuessWildly() {
    assertThat(Nearest.key("x", List.of("training.seed", "data.label"))).isEmpty();
    assertThat(Nearest.word("logarithmic", List.of("none", "standard"))).isEmpty();
  }

  @Test
  void refusesToCompareEndlessWords() {
    assertThat(Nearest.key("a".repeat(1_000_000), List.of("training.seed"))).isEmpty();
  }
}
