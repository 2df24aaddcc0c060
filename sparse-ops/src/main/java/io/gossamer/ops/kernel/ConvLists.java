package io.gossamer.ops.kernel;

import java.util.Arrays;

/**
 * Kept weights in the order in which a pass meets them: cut into panels of channels so few that what a strip reads of
 * them stays in the first cache; panel after panel, within one line after line. Immutable.
 */
final class ConvLists {
  /** Bytes of a panel that a strip reads; the first cache also holds the lists and what is written. */
  private static final int CACHE = 24 << 10;

  /** Weights that a line must have in each panel for panels to pay (docs/benchmarks.md). */
  private static final int LEAST = 8;

  private final int lines;
  private final int panels;
  private final int[] starts;
  private final int[] order;
  private final int[] half;
  private final int[] wide;

  /**
   * @param lines of the pass: channels that it writes
   * @param line of each weight
   * @param channel of each weight, that it reads
   * @param place of each weight: pixels from where the pass stands
   * @param channels that the pass reads
   */
  ConvLists(ConvShape shape, int lines, int[] line, int[] channel, int[] place, int channels) {
    this.lines = lines;
    int width = width(shape, line.length / Math.max(1, lines), channels);
    this.panels = (channels + width - 1) / width;
    this.starts = new int[panels * lines + 1];
    for (int k = 0; k < line.length; k++) {
      starts[channel[k] / width * lines + line[k] + 1]++;
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    int[] next = starts.clone();
    this.order = new int[line.length];
    int[] sorted = new int[line.length];
    for (int k = 0; k < line.length; k++) {
      int at = next[channel[k] / width * lines + line[k]]++;
      order[at] = k;
      sorted[at] = place[k];
    }
    this.half = times(sorted, shape.lanes(Tile.HALF));
    this.wide = times(sorted, shape.lanes(Tile.LANES));
  }

  /** Channels of a panel. */
  private static int width(ConvShape shape, int perLine, int channels) {
    int lanes = shape.lanes(Tile.HALF);
    int read = shape.size() * (shape.strip(0, shape.outputWidth(), lanes) + shape.size() - 1) * lanes * Float.BYTES;
    int cached = Math.max(1, CACHE / read);
    int full = (int) Math.min(channels, (long) LEAST * channels / Math.max(1, perLine));
    int count = (channels + Math.max(cached, full) - 1) / Math.max(cached, full);
    return (channels + count - 1) / count;
  }

  int lines() {
    return lines;
  }

  int panels() {
    return panels;
  }

  /** Starts of {@code panel * lines + line}. */
  int[] starts() {
    return starts;
  }

  /** The weight at each place, counted row by row of the pattern. */
  int[] order() {
    return order;
  }

  /** Floats from where the pass stands. */
  int[] offsets(int lanes) {
    return lanes == Tile.LANES ? wide : half;
  }

  private static int[] times(int[] places, int lanes) {
    return Arrays.stream(places).map(place -> Math.multiplyExact(place, lanes)).toArray();
  }
}
