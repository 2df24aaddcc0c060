package io.gossamer.ops.kernel;

import io.gossamer.ops.pattern.Pattern;

/**
 * The places of a pattern {@code [out, in]} in the order in which a kernel meets them: cut into panels so narrow that
 * what a panel reads of the other side stays in the first cache, panel after panel, within one line after line (an
 * output going forward, an input going backward), ascending within a line. Immutable.
 */
public final class Panels {
  /** Lines of the other side in a panel: 32 KB of a tile, the size of the first cache. */
  private static final int NARROW = 128;

  /** Half of what such a panel reads is still in the first cache. */
  private static final int WIDE = 256;

  // Places that a line must have in each panel for panels to pay (docs/benchmarks.md, "Kernels").
  private static final int LEAST_NARROW = 20;
  private static final int LEAST_WIDE = 12;

  private final int lines;
  private final int count;
  private final int[] starts;
  private final int[] offsets;
  private final int[] positions;

  private Panels(int lines, int others, int width, int[] lineStarts, int[] other, int[] position) {
    this.lines = lines;
    this.count = Math.max(1, (others + width - 1) / width);
    this.starts = new int[count * (lines + 1)];
    this.offsets = new int[other.length];
    this.positions = new int[other.length];
    int[] next = lineStarts.clone();
    int k = 0;
    for (int p = 0; p < count; p++) {
      long end = (p + 1L) * width;
      starts[p * (lines + 1)] = k;
      for (int line = 0; line < lines; line++) {
        for (; next[line] < lineStarts[line + 1] && other[next[line]] < end; next[line]++) {
          offsets[k] = other[next[line]] * Tile.LANES;
          positions[k++] = position == null ? next[line] : position[next[line]];
        }
        starts[p * (lines + 1) + line + 1] = k;
      }
    }
  }

  /** Lines are outputs; panels are as wide as pays. */
  public static Panels byOutput(Pattern pattern) {
    return byOutput(pattern, width(pattern, pattern.in()));
  }

  /** Lines are inputs; panels are as wide as pays. */
  public static Panels byInput(Pattern pattern) {
    return byInput(pattern, width(pattern, pattern.out()));
  }

  /** Lines are outputs, in one panel: the order of {@link Pattern#columns}. */
  public static Panels wholeByOutput(Pattern pattern) {
    return byOutput(pattern, Math.max(1, pattern.in()));
  }

  /** Lines are inputs, in one panel: the order of {@link Pattern#rows}. */
  public static Panels wholeByInput(Pattern pattern) {
    return byInput(pattern, Math.max(1, pattern.out()));
  }

  private static int width(Pattern pattern, int others) {
    if (pattern.density() * NARROW >= LEAST_NARROW) {
      return NARROW;
    }
    return pattern.density() * WIDE >= LEAST_WIDE ? WIDE : Math.max(1, others);
  }

  /** Lines are outputs; panels hold {@code width} inputs each. */
  static Panels byOutput(Pattern pattern, int width) {
    return new Panels(pattern.out(), pattern.in(), width, pattern.rowStarts(), pattern.columns(), null);
  }

  /** Lines are inputs; panels hold {@code width} outputs each. */
  static Panels byInput(Pattern pattern, int width) {
    return new Panels(
        pattern.in(), pattern.out(), width, pattern.columnStarts(), pattern.rows(), pattern.positions());
  }

  /** Outputs, or inputs. */
  int lines() {
    return lines;
  }

  /** Panels; at least one. */
  int count() {
    return count;
  }

  /** For each panel the {@code lines + 1} starts of its lines. */
  int[] starts() {
    return starts;
  }

  /** The other side of each place, times {@link Tile#LANES}. */
  int[] offsets() {
    return offsets;
  }

  /** The position, row by row, of each place. Not a copy: do not write. */
  public int[] positions() {
    return positions;
  }
}
