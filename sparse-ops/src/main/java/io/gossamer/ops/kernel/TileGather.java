package io.gossamer.ops.kernel;

import java.util.Arrays;

/** Rows to a tile, in blocks of features that fit one cache line of the row and a few kilobytes of the tile. */
final class TileGather {
  private static final int BLOCK = 16;

  private TileGather() {}

  static void gather(
      float[] rows, int[] rowAt, int rowAtFrom, int count, int features, float[] tile, int tileAt, int lanes) {
    for (int f = 0; f < features; f += BLOCK) {
      int width = Math.min(BLOCK, features - f);
      int at = tileAt + f * Tile.LANES;
      for (int b = 0; b < count; b++) {
        if (width == BLOCK) {
          column(rows, rowAt[rowAtFrom + b] + f, tile, at + b);
        } else {
          column(rows, rowAt[rowAtFrom + b] + f, width, tile, at + b);
        }
      }
      for (int n = 0; n < width; n++) {
        Arrays.fill(tile, at + n * Tile.LANES + count, at + n * Tile.LANES + lanes, 0f);
      }
    }
  }

  // A constant count lets C2 unroll the loop whole.
  private static void column(float[] rows, int from, float[] tile, int into) {
    for (int n = 0; n < BLOCK; n++) {
      tile[into + n * Tile.LANES] = rows[from + n];
    }
  }

  private static void column(float[] rows, int from, int width, float[] tile, int into) {
    for (int n = 0; n < width; n++) {
      tile[into + n * Tile.LANES] = rows[from + n];
    }
  }
}
