package io.gossamer.masks.structure;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlatButterflyTest {
  /** methods.md, golden F26: entries a row after 1, 2, 3 factors beside the diagonal. */
  @ParameterizedTest
  @CsvSource({"1, 2, 0.25", "2, 3, 0.375", "3, 4, 0.5"})
  void f26EntriesOfARow(int factors, int entries, double density) {
    Pattern pattern = FlatButterfly.pattern(8, 8, 8 * entries, 8);

    assertThat(pattern.nnz()).isEqualTo((int) (64 * density));
    for (int o = 0; o < 8; o++) {
      assertThat(pattern.rowStarts()[o + 1] - pattern.rowStarts()[o]).isEqualTo(entries);
      for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
        int link = o ^ pattern.columns()[k];
        assertThat(Integer.bitCount(link)).isLessThanOrEqualTo(1);
        assertThat(link).isLessThan(1 << factors);
      }
    }
  }

  /** Whatever the shape and the count, exactly that many; the same pattern for the same arguments. */
  @ParameterizedTest
  @CsvSource({"1, 1, 0", "1, 1, 1", "3, 20, 7", "300, 784, 9051", "10, 100, 919",
      "17, 5, 84", "40, 50, 2000", "7, 9, 1"})
  void keepsTheExactCountOnAnyShape(int out, int in, int count) {
    Pattern pattern = FlatButterfly.pattern(out, in, count, 0);

    assertThat(pattern.nnz()).isEqualTo(count);
    assertThat(Patterns.flat(pattern)).isSorted().isEqualTo(Patterns.flat(FlatButterfly.pattern(out, in, count, 0)));
  }

  /** No row and no column of a layer dies before every other has its place. */
  @ParameterizedTest
  @CsvSource({"300, 784, 0.05", "100, 300, 0.1", "64, 64, 0.05"})
  void reachesEveryOutputAndInput(int out, int in, double density) {
    Pattern pattern = FlatButterfly.pattern(out, in, (int) (density * out * in), 0);
    boolean[] read = new boolean[in];
    for (int o = 0; o < out; o++) {
      assertThat(pattern.rowStarts()[o + 1]).isGreaterThan(pattern.rowStarts()[o]);
    }
    for (int column : pattern.columns()) {
      read[column] = true;
    }
    assertThat(read).doesNotContain(false);
  }
}
