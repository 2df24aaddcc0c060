package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;

/** Columns of a tile that hold no rows. */
final class Columns {
  private Columns() {}

  /** Zeroes the columns {@code [used, lanes)}. */
  static void clear(float[] tile, int at, int features, int used, int lanes) {
    for (int f = 0; used < lanes && f < features; f++) {
      Arrays.fill(tile, at + f * Tile.LANES + used, at + f * Tile.LANES + lanes, 0f);
    }
  }
}
