package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import scala.jdk.javaapi.CollectionConverters;

class FieldTest {
  private static Map<Integer, Float> read(Field field, Object cell) {
    Map<Integer, Float> set = new LinkedHashMap<>();
    field.read(cell, set::put);
    return set;
  }

  /** The mapping is part of every model: these numbers must never change. */
  @Test
  void categoriesKeepTheirFeaturesForGood() {
    Field field = new Field("colour", Field.Kind.CATEGORY, 13, 1000);

    assertThat(field.feature("red")).isEqualTo(624);
    assertThat(field.feature("")).isEqualTo(453);
    assertThat(field.feature(null)).isEqualTo(631);
    assertThat(new Field("color", Field.Kind.CATEGORY, 13, 1000).feature("red")).isNotEqualTo(624);
    assertThat(read(field, 7)).isEqualTo(read(field, "7"));
  }

  @Test
  void wordsAreCountedWhateverTheirCaseAndWhatIsBetween() {
    Field field = new Field("text", Field.Kind.TEXT, 5, 1 << 20);

    Map<Integer, Float> counts = read(field, "The cat, the DOG & the Käse-7!");

    assertThat(counts).hasSize(5);
    assertThat(counts.get(field.feature("the"))).isEqualTo(3);
    assertThat(counts.get(field.feature("käse"))).isEqualTo(1);
    assertThat(counts.get(field.feature("7"))).isEqualTo(1);
    assertThat(List.copyOf(counts.keySet())).isSorted();
    assertThat(read(field, " ,;")).isEmpty();
  }

  @Test
  void aListSetsEachOfItsCategories() {
    Field field = new Field("tags", Field.Kind.CATEGORY, 0, 1 << 20);
    Object cell = CollectionConverters.asScala(List.of("a", "b", "a")).toSeq();

    assertThat(read(field, cell)).isEqualTo(sorted(Map.of(field.feature("a"), 2f, field.feature("b"), 1f)));
  }

  private static Map<Integer, Float> sorted(Map<Integer, Float> map) {
    return new TreeMap<>(map);
  }

  @Test
  void aVocabularyGivesEachCategoryAFeatureAndAllOthersTheLast() {
    Field field = Field.of("colour", List.of("red", "blue", "green"), 7);

    assertThat(field.to()).isEqualTo(11);
    assertThat(List.of(field.feature("blue"), field.feature("green"), field.feature("red"))).containsExactly(7, 8, 9);
    assertThat(List.of(field.feature("pink"), field.feature("Red"), field.feature(""))).containsOnly(10);
    assertThat(field.feature(null)).isEqualTo(10);
    assertThat(field).isEqualTo(Field.of("colour", List.of("green", "red", "blue"), 7));
  }

  @Test
  void everyFeatureLiesInTheField() {
    Field field = new Field("x", Field.Kind.CATEGORY, 4, 3);
    for (int n = 0; n < 1000; n++) {
      assertThat(field.feature("v" + n)).isBetween(4, 6);
    }
  }
}
