package io.gossamer.ops.kernel;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The tree over the 16 partial sums of a weight gradient. Its first level is taken when the partial sums are kept, so
 * that scratch holds {@link #PER_SUM} floats per sum; the other levels are taken for many sums at once.
 *
 * <p>The exchange of lanes stays in methods too large for C2 to inline: inside a kernel it exhausts the compiler's node
 * budget and boxes every vector.
 */
final class VectorReduction {
  static final int PER_SUM = 8;

  static final int PARTIALS = 16;

  private static final VectorSpecies<Float> SPECIES = VectorWidth.SPECIES;
  private static final int WIDTH = SPECIES.length();

  // Lane n exchanged with lane n ^ 4, n ^ 2, n ^ 1, and the lanes in which that bit is set.
  private static final VectorShuffle<Float> SWAP8 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 8) % WIDTH);
  private static final VectorShuffle<Float> SWAP4 = VectorShuffle.fromOp(SPECIES, lane -> (lane ^ 4) % WIDTH);
  private static final VectorShuffle<Float> SWAP2 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 2);
  private static final VectorShuffle<Float> SWAP1 = VectorShuffle.fromOp(SPECIES, lane -> lane ^ 1);
  private static final VectorMask<Float> SET4 = VectorMask.fromLong(SPECIES, 0xf0f0 & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET2 = VectorMask.fromLong(SPECIES, 0xcccc & (1 << WIDTH) - 1);
  private static final VectorMask<Float> SET1 = VectorMask.fromLong(SPECIES, 0xaaaa & (1 << WIDTH) - 1);

  // With two sums per vector the tree ends with even sums in the low half and odd ones in the high half.
  private static final VectorShuffle<Float> SORT =
      VectorShuffle.fromOp(SPECIES, lane -> WIDTH == 16 ? lane % 2 * 8 + lane / 2 : lane);

  private VectorReduction() {}

  /** Keeps the sums of two vectors of partial sums: eight apart if vectors hold eight, else neighbours of a stripe. */
  static void keep(FloatVector p, FloatVector q, float[] scratch, int at, int stripe) {
    if (WIDTH == 8) {
      p.add(q).intoArray(scratch, at);
    } else if (stripe == 0) {
      p.intoArray(scratch, at);
      q.intoArray(scratch, at + WIDTH);
    } else {
      FloatVector.fromArray(SPECIES, scratch, at).add(p).intoArray(scratch, at);
      FloatVector.fromArray(SPECIES, scratch, at + WIDTH).add(q).intoArray(scratch, at + WIDTH);
    }
  }

  /** Keeps one vector of all 16 partial sums; its upper half is noise that the next sum overwrites. */
  static void keepAll(FloatVector p, float[] scratch, int at) {
    p.add(p.rearrange(SWAP8)).intoArray(scratch, at);
  }

  /** Takes the first level of the tree in place, for {@code count} sums that were kept as 16 partial sums each. */
  static void fold(float[] scratch, int scratchAt, int count) {
    for (int k = 0; k < count; k++) {
      int from = scratchAt + k * PARTIALS;
      int into = scratchAt + k * PER_SUM;
      if (WIDTH == 16) {
        keepAll(FloatVector.fromArray(SPECIES, scratch, from), scratch, into);
      } else {
        for (int j = 0; j < PER_SUM; j += WIDTH) {
          FloatVector low = FloatVector.fromArray(SPECIES, scratch, from + j);
          low.add(FloatVector.fromArray(SPECIES, scratch, from + j + PER_SUM)).intoArray(scratch, into + j);
        }
      }
    }
  }

  /** Adds {@code count} sums whose halves lie in scratch to {@code gradient}. */
  static void addSums(float[] scratch, int scratchAt, int count, float[] gradient, int gradientAt) {
    int whole = count - count % WIDTH;
    if (WIDTH == 4) {
      addFours(scratch, scratchAt, whole, gradient, gradientAt);
    } else {
      addMany(scratch, scratchAt, whole, gradient, gradientAt);
    }
    for (int k = whole; k < count; k++) {
      int at = scratchAt + k * PER_SUM;
      float even = (scratch[at] + scratch[at + 4]) + (scratch[at + 2] + scratch[at + 6]);
      float odd = (scratch[at + 1] + scratch[at + 5]) + (scratch[at + 3] + scratch[at + 7]);
      gradient[gradientAt + k] += even + odd;
    }
  }

  private static void addMany(float[] scratch, int scratchAt, int count, float[] gradient, int gradientAt) {
    for (int k = 0; k < count; k += WIDTH) {
      int at = scratchAt + k * PER_SUM;
      FloatVector s0 = FloatVector.fromArray(SPECIES, scratch, at);
      FloatVector s1 = FloatVector.fromArray(SPECIES, scratch, at + WIDTH);
      FloatVector s2 = FloatVector.fromArray(SPECIES, scratch, at + 2 * WIDTH);
      FloatVector s3 = FloatVector.fromArray(SPECIES, scratch, at + 3 * WIDTH);
      FloatVector s4 = FloatVector.fromArray(SPECIES, scratch, at + 4 * WIDTH);
      FloatVector s5 = FloatVector.fromArray(SPECIES, scratch, at + 5 * WIDTH);
      FloatVector s6 = FloatVector.fromArray(SPECIES, scratch, at + 6 * WIDTH);
      FloatVector s7 = FloatVector.fromArray(SPECIES, scratch, at + 7 * WIDTH);
      FloatVector s04 = s0.blend(s4, SET4).add(s4.blend(s0, SET4).rearrange(SWAP4));
      FloatVector s15 = s1.blend(s5, SET4).add(s5.blend(s1, SET4).rearrange(SWAP4));
      FloatVector s26 = s2.blend(s6, SET4).add(s6.blend(s2, SET4).rearrange(SWAP4));
      FloatVector s37 = s3.blend(s7, SET4).add(s7.blend(s3, SET4).rearrange(SWAP4));
      FloatVector even = s04.blend(s26, SET2).add(s26.blend(s04, SET2).rearrange(SWAP2));
      FloatVector odd = s15.blend(s37, SET2).add(s37.blend(s15, SET2).rearrange(SWAP2));
      FloatVector sums = even.blend(odd, SET1).add(odd.blend(even, SET1).rearrange(SWAP1));
      if (WIDTH == 16) {
        sums = sums.rearrange(SORT);
      }
      FloatVector.fromArray(SPECIES, gradient, gradientAt + k).add(sums).intoArray(gradient, gradientAt + k);
    }
  }

  private static void addFours(float[] scratch, int scratchAt, int count, float[] gradient, int gradientAt) {
    for (int k = 0; k < count; k += 4) {
      int at = scratchAt + k * PER_SUM;
      FloatVector s0 = FloatVector.fromArray(SPECIES, scratch, at).add(FloatVector.fromArray(SPECIES, scratch, at + 4));
      FloatVector s1 =
          FloatVector.fromArray(SPECIES, scratch, at + 8).add(FloatVector.fromArray(SPECIES, scratch, at + 12));
      FloatVector s2 =
          FloatVector.fromArray(SPECIES, scratch, at + 16).add(FloatVector.fromArray(SPECIES, scratch, at + 20));
      FloatVector s3 =
          FloatVector.fromArray(SPECIES, scratch, at + 24).add(FloatVector.fromArray(SPECIES, scratch, at + 28));
      FloatVector even = s0.blend(s2, SET2).add(s2.blend(s0, SET2).rearrange(SWAP2));
      FloatVector odd = s1.blend(s3, SET2).add(s3.blend(s1, SET2).rearrange(SWAP2));
      FloatVector sums = even.blend(odd, SET1).add(odd.blend(even, SET1).rearrange(SWAP1));
      FloatVector.fromArray(SPECIES, gradient, gradientAt + k).add(sums).intoArray(gradient, gradientAt + k);
    }
  }
}
