package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Random patterns with a known structure. */
final class Drawn {
  private Drawn() {}

  /** Every output keeps {@code fanIn} inputs but those for which {@code o % 5 == 2}, if {@code ablate}. */
  static Pattern fanIn(int out, int in, int fanIn, boolean ablate, Seed seed) {
    Seed.Stream draws = seed.stream();
    int[][] rows = new int[out][];
    for (int o = 0; o < out; o++) {
      rows[o] = ablate && o % 5 == 2 ? new int[0] : some(in, fanIn, draws);
    }
    return pattern(in, rows);
  }

  /** Every output keeps {@code kept} of each {@code of} inputs. */
  static Pattern runs(int out, int in, int kept, int of, Seed seed) {
    Seed.Stream draws = seed.stream();
    int[][] rows = new int[out][];
    for (int o = 0; o < out; o++) {
      rows[o] = IntStream.range(0, in / of)
          .flatMap(run -> Arrays.stream(some(of, kept, draws)).map(i -> run * of + i)).toArray();
    }
    return pattern(in, rows);
  }

  /** Blocks, cut by the borders, each kept with probability {@code density}. */
  static Pattern blocks(int out, int in, int rows, int columns, double density, Seed seed) {
    Seed.Stream draws = seed.stream();
    int[][] kept = new int[out][];
    for (int first = 0; first < out; first += rows) {
      boolean[] keep = new boolean[(in + columns - 1) / columns];
      for (int c = 0; c < keep.length; c++) {
        keep[c] = draws.nextDouble() < density;
      }
      int[] inputs = IntStream.range(0, in).filter(i -> keep[i / columns]).toArray();
      Arrays.fill(kept, first, Math.min(first + rows, out), inputs);
    }
    return pattern(in, kept);
  }

  static Pattern pattern(int in, int[]... rows) {
    int[] start = new int[rows.length + 1];
    for (int o = 0; o < rows.length; o++) {
      start[o + 1] = start[o] + rows[o].length;
    }
    return new Pattern(rows.length, in, start, Arrays.stream(rows).flatMapToInt(Arrays::stream).toArray());
  }

  private static int[] some(int of, int count, Seed.Stream draws) {
    return Patterns.random(1, of, count, new Seed(draws.nextLong())).columns();
  }
}
