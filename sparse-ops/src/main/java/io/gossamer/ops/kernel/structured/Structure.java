package io.gossamer.ops.kernel.structured;

import io.gossamer.ops.pattern.Pattern;
import java.util.Arrays;

/** The most useful regularity of a pattern, which decides the layout its kernels read. */
public sealed interface Structure {
  /** Largest height and width of a block that is looked for. */
  int LARGEST_BLOCK = 32;

  /** Longest run of inputs that is looked for in N:M: the gap between two kept inputs must fit a byte. */
  int LONGEST_RUN = 128;

  /** Nothing that a kernel could use. */
  record None() implements Structure {}

  /**
   * Every live output has the same number of inputs ("condensed"). Source: SRigL (Lasby et al. 2024).
   *
   * @param fanIn inputs of a live output, at least 1
   * @param live outputs that have inputs; the others are ablated
   */
  record FanIn(int fanIn, int live) implements Structure {}

  /** Of every {@code of} consecutive inputs each output keeps {@code kept}. Source: SR-STE (Zhou et al. 2021). */
  record NofM(int kept, int of) implements Structure {}

  /**
   * {@code rows} consecutive outputs, from a multiple of {@code rows}, share their inputs, which come in runs of
   * {@code columns} from a multiple of {@code columns}. The last block of either side may be cut by the border. Both
   * are powers of two; {@code columns} is 1 for blocks along the outputs only.
   */
  record Blocks(int rows, int columns) implements Structure {}

  /**
   * The structure of {@code pattern}: blocks before N:M before constant fan-in, the order of what they bring; of
   * several block heights the largest, of several runs the shortest. Takes time proportional to nnz plus outputs. A
   * pattern without places has none.
   */
  static Structure of(Pattern pattern) {
    if (pattern.nnz() == 0) {
      return new None();
    }
    int rows = blockRows(pattern);
    if (rows > 1) {
      return new Blocks(rows, blockColumns(pattern, rows));
    }
    int fanIn = fanIn(pattern);
    if (fanIn == 0) {
      return new None();
    }
    int live = pattern.nnz() / fanIn;
    int run = live == pattern.out() ? run(pattern, fanIn) : 0;
    return run > 0 ? new NofM((int) ((long) fanIn * run / pattern.in()), run) : new FanIn(fanIn, live);
  }

  /** The largest power of two by which neighbouring rows are the same, or 1. */
  private static int blockRows(Pattern pattern) {
    int rows = LARGEST_BLOCK;
    while (rows > pattern.out()) {
      rows /= 2;
    }
    for (int o = 1; o < pattern.out() && rows > 1; o++) {
      if (o % rows != 0 && !isSameAsRowBefore(pattern, o)) {
        rows = Integer.lowestOneBit(o);
      }
    }
    return rows;
  }

  private static boolean isSameAsRowBefore(Pattern pattern, int o) {
    int[] start = pattern.rowStarts();
    int[] column = pattern.columns();
    return Arrays.equals(column, start[o - 1], start[o], column, start[o], start[o + 1]);
  }

  private static int blockColumns(Pattern pattern, int rows) {
    int[] start = pattern.rowStarts();
    int[] column = pattern.columns();
    int columns = LARGEST_BLOCK;
    while (columns > pattern.in()) {
      columns /= 2;
    }
    for (int o = 0; o < pattern.out() && columns > 1; o += rows) {
      int run = start[o];
      for (int k = start[o]; k < start[o + 1]; k++) {
        boolean last = k + 1 == start[o + 1];
        if (last || column[k + 1] != column[k] + 1) {
          columns = Math.min(columns, Integer.lowestOneBit(column[run] | LARGEST_BLOCK));
          int end = column[k] + 1;
          if (end < pattern.in()) {
            columns = Math.min(columns, Integer.lowestOneBit(end | LARGEST_BLOCK));
          }
          run = k + 1;
        }
      }
    }
    return columns;
  }

  /** The fan-in that all rows with inputs share, or 0. */
  private static int fanIn(Pattern pattern) {
    int shared = 0;
    for (int o = 0; o < pattern.out(); o++) {
      int fanIn = pattern.fanIn(o);
      if (shared == 0) {
        shared = fanIn;
      } else if (fanIn != 0 && fanIn != shared) {
        return 0;
      }
    }
    return shared;
  }

  /** The shortest power of two, at least 2, of which every row keeps the same number in each run, or 0. */
  private static int run(Pattern pattern, int fanIn) {
    for (int run = 2; run <= LONGEST_RUN; run *= 2) {
      if (pattern.in() % run == 0 && (long) fanIn * run % pattern.in() == 0
          && keepsEvery(pattern, (int) ((long) fanIn * run / pattern.in()), run)) {
        return run;
      }
    }
    return 0;
  }

  private static boolean keepsEvery(Pattern pattern, int kept, int run) {
    int[] column = pattern.columns();
    int perRow = pattern.in() / run * kept;
    for (int k = 0; k < column.length; k++) {
      if (column[k] / run != k % perRow / kept) {
        return false;
      }
    }
    return true;
  }
}
