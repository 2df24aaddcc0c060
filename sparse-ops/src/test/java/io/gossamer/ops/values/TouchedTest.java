package io.gossamer.ops.values;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.random.Seed;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TouchedTest {
  /** Short and long sorts, one to three digits, and more blocks than the arrays first hold. */
  @ParameterizedTest
  @CsvSource({"900, 0", "900, 1", "900, 40", "900, 256", "900, 257", "900, 900", "100000, 5000", "70000000, 6000"})
  void blocksAscendOnceEachWhateverTheOrderTheyCameIn(int length, int adds) {
    ParameterLayout layout = new ParameterLayout.Builder().add("e.weight", length, Role.WEIGHT, false).build();
    Touched touched = new Touched(layout, new boolean[] {true});
    Seed.Stream stream = new Seed(9).child("touched", length, adds).stream();
    for (int round = 0; round < 3; round++) {
      TreeMap<Integer, Integer> expected = new TreeMap<>();
      touched.clear();
      for (int n = 0; n < adds; n++) {
        int from = stream.nextInt(length / 3) * 3;
        int size = from % 2;
        touched.add(from, size);
        touched.add(from, size);
        if (size > 0) {
          expected.put(from, from + size);
        }
      }
      touched.sort();

      TreeMap<Integer, Integer> found = new TreeMap<>();
      int last = -1;
      for (int b = 0; b < touched.count(); b++) {
        assertThat(touched.start(b)).isGreaterThan(last);
        last = touched.start(b);
        found.put(touched.start(b), touched.end(b));
      }
      assertThat((Map<Integer, Integer>) found).isEqualTo(expected);
      assertThat(touched.count()).isEqualTo(expected.size());
    }
  }
}
