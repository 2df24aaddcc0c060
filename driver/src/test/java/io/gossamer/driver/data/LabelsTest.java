package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  @ParameterizedTest
  @CsvSource({"1.0, 1", "01, 1", "+1, 1", "-0.0, 0", "1e2, 100", ".5, 0.5",
      "1d, 1d", "0x1p3, 0x1p3", "NaN, NaN", "cat, cat"})
  void numbersHaveOneSpellingAndOnlyNumbers(String label, String canonical) {
    assertThat(Labels.canonical(label)).isEqualTo(canonical);
  }

  @Test
  void foundClassesSortAsNumbersWhenAllAre() {
    assertThat(Labels.found(List.of("10", "9", "-1"), "y").classes()).containsExactly("-1", "9", "10");
    assertThat(Labels.found(List.of("10", "9", "b"), "y").classes()).containsExactly("10", "9", "b");
  }

  @Test
  void tooManyClassesAreNoClasses() {
    List<String> many = IntStream.rangeClosed(0, 10_000).mapToObj(Integer::toString).toList();

    assertThatThrownBy(() -> Labels.found(many, "price")).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("\"price\" has more than 10,000 different labels").hasMessageContaining("squared");
  }

  @Test
  void aColumnOfTextAsTargetStaysOneShortMessage() {
    Problems problems = new Problems();
    LabelReader reader = new LabelReader(Labels.values(), "y");

    for (int row = 0; row < 100_000; row++) {
      problems.row();
      reader.read("text " + row, problems, "row " + row);
    }

    assertThatThrownBy(() -> problems.refuse("a.csv", "mend it")).isInstanceOf(InvalidInput.class)
        .hasMessageContaining("\"text 0\", not a number in 1 of 100,000 rows")
        .hasMessageContaining("and 99,995 more like these; mend it")
        .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(500));
  }
}
