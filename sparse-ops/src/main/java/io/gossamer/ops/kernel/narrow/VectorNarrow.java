package io.gossamer.ops.kernel.narrow;

import static io.gossamer.ops.kernel.narrow.ScalarNarrow.BF16_HALF;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.CENTRE;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.FP16_NORMAL;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.FP16_REBIAS;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.FP16_SUBNORMAL;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.FP16_UNBIAS;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.GAMMA;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.MAGNITUDE;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.MIX_1;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.MIX_2;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.ONE;
import static io.gossamer.ops.kernel.narrow.ScalarNarrow.ROUNDER;

import io.gossamer.ops.kernel.VectorWidth;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ScalarNarrow} on vectors of words: floats are read as words and back where they lie, so no second width is
 * ever touched. Loops run over the end; what they write there is overwritten by the next part or never read.
 */
public final class VectorNarrow implements NarrowKernels {
  private static final VectorSpecies<Float> FLOATS = VectorWidth.SPECIES;
  private static final VectorSpecies<Integer> INTS =
      VectorSpecies.of(int.class, VectorWidth.SPECIES.vectorShape());
  private static final int WIDTH = FLOATS.length();
  private static final IntVector LANES = IntVector.zero(INTS).addIndex(1);

  @Override
  public int largest(float[] x, int count) {
    IntVector most = IntVector.zero(INTS);
    for (int i = 0; i < count; i += WIDTH) {
      most = most.max(bits(x, i).and(MAGNITUDE));
    }
    int largest = 0;
    for (int bits : most.toArray()) {
      largest = Math.max(largest, bits);
    }
    return largest;
  }

  private static IntVector bits(float[] x, int i) {
    return FloatVector.fromArray(FLOATS, x, i).reinterpretAsInts();
  }

  private static IntVector shifted(IntVector x, int right) {
    return x.lanewise(VectorOperators.LSHR, right);
  }

  private static IntVector left(IntVector x, int left) {
    return x.lanewise(VectorOperators.LSHL, left);
  }

  @Override
  public void toBf16(float[] x, int count, int[] words) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w += WIDTH) {
      bf16(bits(x, w)).or(left(bf16(bits(x, w + length)), 16)).intoArray(words, w);
    }
  }

  private static IntVector bf16(IntVector bits) {
    return shifted(bits.add(BF16_HALF).add(shifted(bits, 16).and(1)), 16);
  }

  @Override
  public void fromBf16(int[] words, int count, float[] x) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w += WIDTH) {
      left(IntVector.fromArray(INTS, words, w), 16).reinterpretAsFloats().intoArray(x, w);
    }
    for (int w = 0; w < length; w += WIDTH) {
      IntVector.fromArray(INTS, words, w).and(0xffff0000).reinterpretAsFloats().intoArray(x, w + length);
    }
  }

  @Override
  public void toFp16(float[] x, int count, float factor, int[] words) {
    int length = NarrowKernels.words(count, 2);
    fp16Low(x, length, factor, words);
    fp16High(x, length, factor, words);
  }

  // One part a loop, here and in int8: two in one are more than C2 inlines, and vectors then land on the heap.
  private static void fp16Low(float[] x, int length, float factor, int[] words) {
    for (int w = 0; w < length; w += WIDTH) {
      fp16(FloatVector.fromArray(FLOATS, x, w).mul(factor).reinterpretAsInts()).intoArray(words, w);
    }
  }

  private static void fp16High(float[] x, int length, float factor, int[] words) {
    for (int w = 0; w < length; w += WIDTH) {
      IntVector high = fp16(FloatVector.fromArray(FLOATS, x, w + length).mul(factor).reinterpretAsInts());
      IntVector.fromArray(INTS, words, w).or(left(high, 16)).intoArray(words, w);
    }
  }

  private static IntVector fp16(IntVector bits) {
    IntVector magnitude = bits.and(MAGNITUDE);
    IntVector subnormal = magnitude.reinterpretAsFloats().add(FP16_SUBNORMAL).reinterpretAsInts()
        .sub(Float.floatToRawIntBits(FP16_SUBNORMAL));
    IntVector normal = shifted(magnitude.add(FP16_REBIAS).add(shifted(magnitude, 13).and(1)), 13);
    // All ones where the half is subnormal; a mask and a blend were slower than the plain loop.
    IntVector chosen = magnitude.sub(FP16_NORMAL).lanewise(VectorOperators.ASHR, 31);
    IntVector differing = normal.lanewise(VectorOperators.XOR, subnormal).and(chosen);
    return normal.lanewise(VectorOperators.XOR, differing).or(shifted(bits, 16).and(0x8000));
  }

  @Override
  public void fromFp16(int[] words, int count, float scale, float[] x) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w += WIDTH) {
      half(IntVector.fromArray(INTS, words, w), scale).intoArray(x, w);
    }
    for (int w = 0; w < length; w += WIDTH) {
      half(shifted(IntVector.fromArray(INTS, words, w), 16), scale).intoArray(x, w + length);
    }
  }

  private static FloatVector half(IntVector bits, float scale) {
    IntVector magnitude = left(bits.and(0x7fff), 13).reinterpretAsFloats().mul(FP16_UNBIAS).reinterpretAsInts();
    return magnitude.or(left(bits.and(0x8000), 16)).reinterpretAsFloats().mul(scale);
  }

  @Override
  public void toInt8(float[] x, int count, float factor, long key, int first, int[] words) {
    int length = NarrowKernels.words(count, 4);
    int low = (int) key;
    int high = (int) (key >>> 32);
    Arrays.fill(words, 0, length + WIDTH, 0);
    for (int part = 0; part < 4; part++) {
      int8(x, part * length, length, factor, first, low, high, 8 * part, words);
    }
  }

  private static void int8(
      float[] x, int from, int length, float factor, int first, int low, int high, int shift, int[] words) {
    IntVector counter = LANES.add(first + from);
    for (int w = 0; w < length; w += WIDTH) {
      IntVector random = mix(mix(counter.mul(GAMMA).add(low)).add(high));
      FloatVector draw = left(shifted(random, 16), 7).or(ONE).reinterpretAsFloats().sub(CENTRE);
      IntVector whole =
          FloatVector.fromArray(FLOATS, x, from + w).mul(factor).add(draw).add(ROUNDER).reinterpretAsInts();
      IntVector.fromArray(INTS, words, w).or(left(whole.and(0xff), shift)).intoArray(words, w);
      counter = counter.add(WIDTH);
    }
  }

  private static IntVector mix(IntVector x) {
    IntVector y = x.lanewise(VectorOperators.XOR, shifted(x, 16)).mul(MIX_1);
    IntVector z = y.lanewise(VectorOperators.XOR, shifted(y, 15)).mul(MIX_2);
    return z.lanewise(VectorOperators.XOR, shifted(z, 16));
  }

  @Override
  public void fromInt8(int[] words, int count, float scale, float[] x) {
    int length = NarrowKernels.words(count, 4);
    for (int part = 0; part < 4; part++) {
      int shift = 24 - 8 * part;
      for (int w = 0; w < length; w += WIDTH) {
        IntVector whole = left(IntVector.fromArray(INTS, words, w), shift).lanewise(VectorOperators.ASHR, 24);
        // The whole number stands in the low bits of the rounder.
        whole.add(Float.floatToRawIntBits(ROUNDER)).reinterpretAsFloats().sub(ROUNDER).mul(scale)
            .intoArray(x, w + part * length);
      }
    }
  }
}
