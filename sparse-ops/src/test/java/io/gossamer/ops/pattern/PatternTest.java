package io.gossamer.ops.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PatternTest {
  private static final Seed SEED = new Seed(7).child("PatternTest");

  @Test
  void viewByInputListsTheSamePlaces() {
    Pattern pattern = new Pattern(3, 4, new int[] {0, 2, 2, 5}, new int[] {1, 3, 0, 1, 2});

    assertThat(pattern.columnStarts()).containsExactly(0, 1, 3, 4, 5);
    assertThat(pattern.rows()).containsExactly(2, 0, 2, 2, 0);
    assertThat(pattern.positions()).containsExactly(2, 0, 3, 4, 1);
    assertThat(pattern.fanIn(1)).isZero();
    assertThat(pattern.density()).isEqualTo(5 / 12.0);
  }

  @Test
  void refusesColumnsThatDoNotAscendOrLieOutside() {
    assertThatThrownBy(() -> new Pattern(1, 4, new int[] {0, 2}, new int[] {2, 2}))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("row 0").hasMessageContaining("found 2 after 2");
    assertThatThrownBy(() -> new Pattern(1, 4, new int[] {0, 1}, new int[] {4})).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new Pattern(1, 4, new int[] {0, 1}, new int[] {-1})).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> new Pattern(2, 4, new int[] {0, 2, 1}, new int[] {1}))
        .isInstanceOf(InvalidInput.class);
  }

  @Test
  void randomKeepsExactlyTheAskedCount() {
    int[][] cases = {{0, 5, 0}, {5, 0, 0}, {1, 1, 1}, {7, 13, 0}, {7, 13, 1}, {7, 13, 45}, {7, 13, 46}, {7, 13, 91}};
    for (int[] c : cases) {
      Pattern pattern = Patterns.random(c[0], c[1], c[2], SEED.child("exact", c[0], c[2]));

      assertThat(pattern.nnz()).isEqualTo(c[2]);
      assertThat(new Pattern(c[0], c[1], pattern.rowStarts(), pattern.columns())).isEqualTo(pattern);
    }
  }

  @Test
  void randomIsTheSameForTheSameSeedAndAnotherForAnother() {
    Pattern pattern = Patterns.random(50, 60, 300, SEED);

    assertThat(Patterns.random(50, 60, 300, SEED)).isEqualTo(pattern);
    assertThat(Patterns.random(50, 60, 300, SEED.child("other"))).isNotEqualTo(pattern);
  }

  @Test
  void randomLeavesNoPlaceOut() {
    int[] hits = new int[12];
    for (int n = 0; n < 3_000; n++) {
      for (int place : Patterns.flat(Patterns.random(3, 4, 4, SEED.child("fair", n)))) {
        hits[place]++;
      }
    }

    assertThat(Arrays.stream(hits)).allSatisfy(count -> assertThat(count).isBetween(850, 1_150));
  }

  @Test
  void flatAndBackIsTheSamePattern() {
    Pattern pattern = Patterns.random(31, 17, 200, SEED);

    assertThat(Patterns.ofFlat(31, 17, Patterns.flat(pattern))).isEqualTo(pattern);
    assertThat(Patterns.full(3, 2).isFull()).isTrue();
    assertThat(Patterns.keep(pattern, new int[] {0, 199}).nnz()).isEqualTo(2);
  }
}
