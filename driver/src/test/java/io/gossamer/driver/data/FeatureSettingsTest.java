package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FeatureSettingsTest {
  private static FeatureSettings settings(List<String> categorical, Map<String, List<String>> vocabulary) {
    return new FeatureSettings(
        List.of(), List.of(), categorical, vocabulary, List.of(), 1000, false, 0, ScalingKind.NONE, Layout.AUTO);
  }

  @Test
  void aVocabularyIsKept() {
    assertThat(settings(List.of("a", "b"), Map.of("b", List.of("x", "y"))).vocabulary().get("b"))
        .containsExactly("x", "y");
  }

  @Test
  void aVocabularyOfAnotherColumnIsRefused() {
    assertThatThrownBy(() -> settings(List.of("a"), Map.of("b", List.of("x"))))
        .isInstanceOf(InvalidInput.class)
        .hasMessage("features.vocabulary names column \"b\", which features.categorical does not name; add it there");
  }

  @Test
  void aVocabularyMustHaveDistinctCategories() {
    for (List<String> categories : List.of(List.<String>of(), List.of("x", "x"))) {
      assertThatThrownBy(() -> settings(List.of("a"), Map.of("a", categories)))
          .isInstanceOf(InvalidInput.class)
          .hasMessage("features.vocabulary.a is " + categories + "; it must be distinct categories, at least one");
    }
  }
}
