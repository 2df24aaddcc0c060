package io.gossamer.ops.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import org.junit.jupiter.api.Test;

class CutTest {
  private static void checkCovers(Cut cut, int count) {
    int next = 0;
    for (int part = 0; part < cut.parts(); part++) {
      assertThat(cut.from(part)).isEqualTo(next);
      assertThat(cut.to(part)).isGreaterThanOrEqualTo(next);
      next = cut.to(part);
    }
    assertThat(next).isEqualTo(count);
  }

  @Test
  void rangesFollowEachOtherAndCoverAllLines() {
    for (int count : new int[] {0, 1, 2, 5, 16, 33, 1000}) {
      for (int parts = 1; parts < 9; parts++) {
        for (int unit : new int[] {1, 16}) {
          checkCovers(Cut.even(count, unit, parts), count);
        }
        Pattern pattern = Patterns.random(count, 7, count * 7 / 3, new Seed(count));
        checkCovers(Cut.outputs(pattern, parts), count);
        checkCovers(Cut.inputs(pattern, parts), 7);
      }
    }
  }

  @Test
  void startsAreMultiplesOfTheUnit() {
    Cut cut = Cut.even(100, 16, 3);

    assertThat(new int[] {cut.to(0), cut.to(1), cut.to(2)}).containsExactly(32, 64, 100);
  }

  @Test
  void aFullOutputWeighsAsMuchAsManyEmptyOnes() {
    int[] flat = new int[100];
    for (int n = 0; n < flat.length; n++) {
      flat[n] = n;
    }
    Pattern firstRowFull = Patterns.ofFlat(100, 100, flat);

    Cut cut = Cut.outputs(firstRowFull, 2);

    assertThat(cut.to(0)).isEqualTo(1);
  }
}
