package io.gossamer.ops.threads;

import io.gossamer.ops.pattern.Pattern;

/**
 * Lines {@code [0, count)} cut into neighbouring ranges, one a part. Never changes bits: a line belongs to one range.
 */
public final class Cut {
  private final int[] starts;

  private Cut(int[] starts) {
    this.starts = starts;
  }

  /** Ranges of equal length, their starts multiples of {@code unit}. */
  public static Cut even(int count, int unit, int parts) {
    int[] starts = new int[parts + 1];
    for (int p = 1; p < parts; p++) {
      starts[p] = (int) ((long) count * p / parts / unit * unit);
    }
    starts[parts] = count;
    return new Cut(starts);
  }

  /** Ranges of outputs that keep about equally many weights. */
  public static Cut outputs(Pattern pattern, int parts) {
    return balanced(pattern.rowStarts(), pattern.out(), parts);
  }

  /** Ranges of inputs that keep about equally many weights. */
  public static Cut inputs(Pattern pattern, int parts) {
    return balanced(pattern.columnStarts(), pattern.in(), parts);
  }

  /** A line costs its places and, for filling and closing, about one more. */
  private static Cut balanced(int[] places, int lines, int parts) {
    int[] starts = new int[parts + 1];
    long total = (long) places[lines] + lines;
    int line = 0;
    for (int p = 1; p < parts; p++) {
      while (line < lines && ((long) places[line] + line) * parts < total * p) {
        line++;
      }
      starts[p] = line;
    }
    starts[parts] = lines;
    return new Cut(starts);
  }

  /** Ranges. */
  public int parts() {
    return starts.length - 1;
  }

  /** First line of a range. */
  public int from(int part) {
    return starts[part];
  }

  /** Line after the last of a range. */
  public int to(int part) {
    return starts[part + 1];
  }
}
