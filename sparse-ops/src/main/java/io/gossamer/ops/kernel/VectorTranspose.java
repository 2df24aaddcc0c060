package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** Transposes matrices: vectors of eight do blocks of 8 by 8 in registers, other widths copy float by float. */
final class VectorTranspose {
  /** Rows and columns of a block. */
  static final int BLOCK = 8;

  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  /** Whether {@link #block} may be called. */
  static final boolean BLOCKS = WIDTH == BLOCK;

  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 4) % WIDTH);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
  private static final VectorMask<Float> SET4 = VectorMask.fromLong(SPECIES, 0xf0f0 & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET2 = VectorMask.fromLong(SPECIES, 0xcccc & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET1 = VectorMask.fromLong(SPECIES, 0xaaaa & (1 << WIDTH) - 1);

  private VectorTranspose() {}

  /** {@code into[intoAt + c * perColumn + r] = from[at + r * perRow + c]}. */
  static void transpose(
      float[] from, int at, int perRow, int rows, int columns, float[] into, int intoAt, int perColumn) {
    int r = 0;
    for (; BLOCKS && r + BLOCK <= rows; r += BLOCK) {
      int row = at + r * perRow;
      int c = 0;
      for (; c + BLOCK <= columns; c += BLOCK) {
        block(
            from, row + c, row + perRow + c, row + 2 * perRow + c, row + 3 * perRow + c, row + 4 * perRow + c,
            row + 5 * perRow + c, row + 6 * perRow + c, row + 7 * perRow + c, into, intoAt + c * perColumn + r,
            perColumn);
      }
      copy(from, row, perRow, BLOCK, c, columns, into, intoAt + r, perColumn);
    }
    copy(from, at + r * perRow, perRow, rows - r, 0, columns, into, intoAt + r, perColumn);
  }

  private static void copy(
      float[] from, int at, int perRow, int rows, int first, int columns, float[] into, int intoAt, int perColumn) {
    for (int c = first; c < columns; c++) {
      for (int r = 0; r < rows; r++) {
        into[intoAt + c * perColumn + r] = from[at + r * perRow + c];
      }
    }
  }

  /**
   * Eight floats from each of eight places, as columns {@code perColumn} apart. Three rounds exchange quarters of ever
   * smaller squares: rows four, two and one apart.
   */
  static void block(
      float[] rows, int at0, int at1, int at2, int at3, int at4, int at5, int at6, int at7, float[] into, int intoAt,
      int perColumn) {
    FloatVector r0 = FloatVector.fromArray(SPECIES, rows, at0);
    FloatVector r1 = FloatVector.fromArray(SPECIES, rows, at1);
    FloatVector r2 = FloatVector.fromArray(SPECIES, rows, at2);
    FloatVector r3 = FloatVector.fromArray(SPECIES, rows, at3);
    FloatVector r4 = FloatVector.fromArray(SPECIES, rows, at4);
    FloatVector r5 = FloatVector.fromArray(SPECIES, rows, at5);
    FloatVector r6 = FloatVector.fromArray(SPECIES, rows, at6);
    FloatVector r7 = FloatVector.fromArray(SPECIES, rows, at7);
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
    u0.intoArray(into, intoAt);
    u1.intoArray(into, intoAt + perColumn);
    u2.intoArray(into, intoAt + 2 * perColumn);
    u3.intoArray(into, intoAt + 3 * perColumn);
    u4.intoArray(into, intoAt + 4 * perColumn);
    u5.intoArray(into, intoAt + 5 * perColumn);
    u6.intoArray(into, intoAt + 6 * perColumn);
    u7.intoArray(into, intoAt + 7 * perColumn);
  }
}
