package io.gossamer.ops.kernel.structured;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tree over the 16 partial sums of each weight gradient of a batch. Vectors of eight finish eight sums at a time;
 * other widths add float by float. Kept out of the kernels for the node budget of C2.
 */
final class BlockSums {
  static final int PARTIALS = 16;

  private static final VectorSpecies<Float> SPECIES = LaneWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();
  private static final int EIGHT = 8;

  // Lane n exchanged with lane n ^ 4, n ^ 2, n ^ 1, and the lanes in which that bit is set.
  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 4) % WIDTH);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
  private static final VectorMask<Float> SET4 = VectorMask.fromLong(SPECIES, 0xf0f0 & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET2 = VectorMask.fromLong(SPECIES, 0xcccc & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET1 = VectorMask.fromLong(SPECIES, 0xaaaa & (1 << WIDTH) - 1);

  private BlockSums() {}

  /**
   * Adds the sums of the blocks {@code from} to {@code to}, whose partial sums lie {@code [block][rows][16]} from the
   * start of scratch, to {@code gradient}.
   */
  static void add(float[] scratch, int from, int to, int rows, int[] place, float[] gradient, int gradientAt) {
    int count = (to - from) * rows;
    int whole = WIDTH == EIGHT ? count - count % EIGHT : 0;
    for (int n = 0; n < whole; n += EIGHT) {
      eight(scratch, n);
    }
    for (int n = whole; n < count; n++) {
      one(scratch, n);
    }
    int n = 0;
    for (int k = from; k < to; k++) {
      for (int r = 0; r < rows; r++) {
        gradient[gradientAt + place[k] + r] += scratch[n++];
      }
    }
  }

  // Sum n goes to scratch[n], which no partial sum of a later sum shares.
  private static void one(float[] scratch, int n) {
    int at = n * PARTIALS;
    float even = quarter(scratch, at) + quarter(scratch, at + 2);
    float odd = quarter(scratch, at + 1) + quarter(scratch, at + 3);
    scratch[n] = even + odd;
  }

  private static float quarter(float[] scratch, int at) {
    return (scratch[at] + scratch[at + 8]) + (scratch[at + 4] + scratch[at + 12]);
  }

  private static void eight(float[] scratch, int n) {
    int at = n * PARTIALS;
    FloatVector s0 = FloatVector.fromArray(SPECIES, scratch, at).add(FloatVector.fromArray(SPECIES, scratch, at + 8));
    FloatVector s1 =
        FloatVector.fromArray(SPECIES, scratch, at + 16).add(FloatVector.fromArray(SPECIES, scratch, at + 24));
    FloatVector s2 =
        FloatVector.fromArray(SPECIES, scratch, at + 32).add(FloatVector.fromArray(SPECIES, scratch, at + 40));
    FloatVector s3 =
        FloatVector.fromArray(SPECIES, scratch, at + 48).add(FloatVector.fromArray(SPECIES, scratch, at + 56));
    FloatVector s4 =
        FloatVector.fromArray(SPECIES, scratch, at + 64).add(FloatVector.fromArray(SPECIES, scratch, at + 72));
    FloatVector s5 =
        FloatVector.fromArray(SPECIES, scratch, at + 80).add(FloatVector.fromArray(SPECIES, scratch, at + 88));
    FloatVector s6 =
        FloatVector.fromArray(SPECIES, scratch, at + 96).add(FloatVector.fromArray(SPECIES, scratch, at + 104));
    FloatVector s7 =
        FloatVector.fromArray(SPECIES, scratch, at + 112).add(FloatVector.fromArray(SPECIES, scratch, at + 120));
    FloatVector s04 = s0.blend(s4, SET4).add(s4.blend(s0, SET4).rearrange(SWAP4));
    FloatVector s15 = s1.blend(s5, SET4).add(s5.blend(s1, SET4).rearrange(SWAP4));
    FloatVector s26 = s2.blend(s6, SET4).add(s6.blend(s2, SET4).rearrange(SWAP4));
    FloatVector s37 = s3.blend(s7, SET4).add(s7.blend(s3, SET4).rearrange(SWAP4));
    FloatVector even = s04.blend(s26, SET2).add(s26.blend(s04, SET2).rearrange(SWAP2));
    FloatVector odd = s15.blend(s37, SET2).add(s37.blend(s15, SET2).rearrange(SWAP2));
    even.blend(odd, SET1).add(odd.blend(even, SET1).rearrange(SWAP1)).intoArray(scratch, n);
  }
}
