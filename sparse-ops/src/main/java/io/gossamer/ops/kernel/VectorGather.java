package io.gossamer.ops.kernel;

import java.util.Arrays;

/** Rows to a tile, in blocks of 8 by 8 where the vectors allow. */
final class VectorGather {
  private static final int BLOCK = VectorTranspose.BLOCK;

  private VectorGather() {}

  static void gather(
      float[] rows, int[] rowAt, int rowAtFrom, int count, int features, float[] tile, int tileAt, int lanes) {
    int wholeRows = VectorTranspose.BLOCKS ? count - count % BLOCK : 0;
    for (int f = 0; f < features; f += BLOCK) {
      int width = Math.min(BLOCK, features - f);
      int at = tileAt + f * Tile.LANES;
      int b = 0;
      if (width == BLOCK) {
        for (; b < wholeRows; b += BLOCK) {
          int r = rowAtFrom + b;
          VectorTranspose.block(
              rows, rowAt[r] + f, rowAt[r + 1] + f, rowAt[r + 2] + f, rowAt[r + 3] + f, rowAt[r + 4] + f,
              rowAt[r + 5] + f, rowAt[r + 6] + f, rowAt[r + 7] + f, tile, at + b, Tile.LANES);
        }
      }
      for (int n = 0; n < width; n++) {
        int row = at + n * Tile.LANES;
        for (int rest = b; rest < count; rest++) {
          tile[row + rest] = rows[rowAt[rowAtFrom + rest] + f + n];
        }
        Arrays.fill(tile, row + count, row + lanes, 0f);
      }
    }
  }
}
