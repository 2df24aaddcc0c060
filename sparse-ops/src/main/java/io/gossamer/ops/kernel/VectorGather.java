package io.gossamer.ops.kernel;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Rows to a tile. Vectors of eight transpose blocks of 8 by 8 in registers; other widths copy float by float. */
final class VectorGather {
  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int BLOCK = 8;

  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 4) % WIDTH);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
  private static final VectorMask<Float> SET4 = VectorMask.fromLong(SPECIES, 0xf0f0 & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET2 = VectorMask.fromLong(SPECIES, 0xcccc & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET1 = VectorMask.fromLong(SPECIES, 0xaaaa & (1 << WIDTH) - 1);

  private VectorGather() {}

  static void gather(
      float[] rows, int[] rowAt, int rowAtFrom, int count, int features, float[] tile, int tileAt, int lanes) {
    int wholeRows = WIDTH == BLOCK ? count - count % BLOCK : 0;
    for (int f = 0; f < features; f += BLOCK) {
      int width = Math.min(BLOCK, features - f);
      int at = tileAt + f * Tile.LANES;
      int b = 0;
      if (width == BLOCK) {
        for (; b < wholeRows; b += BLOCK) {
          block(rows, f, rowAt, rowAtFrom + b, tile, at + b);
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

  /** Three rounds that exchange quarters of ever smaller squares: rows four, two and one apart. */
  private static void block(float[] rows, int f, int[] rowAt, int b, float[] tile, int at) {
    FloatVector r0 = FloatVector.fromArray(SPECIES, rows, rowAt[b] + f);
    FloatVector r1 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 1] + f);
    FloatVector r2 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 2] + f);
    FloatVector r3 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 3] + f);
    FloatVector r4 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 4] + f);
    FloatVector r5 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 5] + f);
    FloatVector r6 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 6] + f);
    FloatVector r7 = FloatVector.fromArray(SPECIES, rows, rowAt[b + 7] + f);
    FloatVector s04 = r4.blend(r0, SET4).rearrange(SWAP4);
    FloatVector s0 = r0.blend(s04, SET4);
    FloatVector s4 = s04.blend(r4, SET4);
    FloatVector s15 = r5.blend(r1, SET4).rearrange(SWAP4);
    FloatVector s1 = r1.blend(s15, SET4);
    FloatVector s5 = s15.blend(r5, SET4);
    FloatVector s26 = r6.blend(r2, SET4).rearrange(SWAP4);
    FloatVector s2 = r2.blend(s26, SET4);
    FloatVector s6 = s26.blend(r6, SET4);
    FloatVector s37 = r7.blend(r3, SET4).rearrange(SWAP4);
    FloatVector s3 = r3.blend(s37, SET4);
    FloatVector s7 = s37.blend(r7, SET4);
    FloatVector t02 = s2.blend(s0, SET2).rearrange(SWAP2);
    FloatVector t0 = s0.blend(t02, SET2);
    FloatVector t2 = t02.blend(s2, SET2);
    FloatVector t13 = s3.blend(s1, SET2).rearrange(SWAP2);
    FloatVector t1 = s1.blend(t13, SET2);
    FloatVector t3 = t13.blend(s3, SET2);
    FloatVector t46 = s6.blend(s4, SET2).rearrange(SWAP2);
    FloatVector t4 = s4.blend(t46, SET2);
    FloatVector t6 = t46.blend(s6, SET2);
    FloatVector t57 = s7.blend(s5, SET2).rearrange(SWAP2);
    FloatVector t5 = s5.blend(t57, SET2);
    FloatVector t7 = t57.blend(s7, SET2);
    FloatVector u01 = t1.blend(t0, SET1).rearrange(SWAP1);
    FloatVector u0 = t0.blend(u01, SET1);
    FloatVector u1 = u01.blend(t1, SET1);
    FloatVector u23 = t3.blend(t2, SET1).rearrange(SWAP1);
    FloatVector u2 = t2.blend(u23, SET1);
    FloatVector u3 = u23.blend(t3, SET1);
    FloatVector u45 = t5.blend(t4, SET1).rearrange(SWAP1);
    FloatVector u4 = t4.blend(u45, SET1);
    FloatVector u5 = u45.blend(t5, SET1);
    FloatVector u67 = t7.blend(t6, SET1).rearrange(SWAP1);
    FloatVector u6 = t6.blend(u67, SET1);
    FloatVector u7 = u67.blend(t7, SET1);
    u0.intoArray(tile, at);
    u1.intoArray(tile, at + Tile.LANES);
    u2.intoArray(tile, at + 2 * Tile.LANES);
    u3.intoArray(tile, at + 3 * Tile.LANES);
    u4.intoArray(tile, at + 4 * Tile.LANES);
    u5.intoArray(tile, at + 5 * Tile.LANES);
    u6.intoArray(tile, at + 6 * Tile.LANES);
    u7.intoArray(tile, at + 7 * Tile.LANES);
  }
}
