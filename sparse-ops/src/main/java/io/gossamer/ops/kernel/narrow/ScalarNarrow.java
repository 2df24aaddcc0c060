package io.gossamer.ops.kernel.narrow;

/** The definition of every bit, in plain loops. */
public final class ScalarNarrow implements NarrowKernels {
  static final int MAGNITUDE = 0x7fffffff;

  /** Half of the last place of bfloat16, less one. */
  static final int BF16_HALF = 0x7fff;

  /** The smallest float whose half is normal, as raw bits. */
  static final int FP16_NORMAL = 113 << 23;

  /** Adding it to a smaller magnitude leaves the bits of a subnormal half at the end of the mantissa. */
  static final float FP16_SUBNORMAL = 0.5f;

  /** From float's exponent to half's, and half of the last place of the latter, less one. */
  static final int FP16_REBIAS = (15 - 127 << 23) + 0xfff;

  /** From half's exponent back to float's. */
  static final float FP16_UNBIAS = 0x1p112f;

  /** Adding it rounds to a whole number, which then stands in the low bits. */
  static final float ROUNDER = 0x1.8p23f;

  static final int GAMMA = 0x9e3779b9;
  static final int MIX_1 = 0x7feb352d;
  static final int MIX_2 = 0x846ca68b;

  /** Exponent and sign of 1: with random bits below, a draw from [1, 2). */
  static final int ONE = 0x3f800000;

  /** The mean of draws of 16 bits from [1, 2). */
  static final float CENTRE = 1.5f - 0x1p-17f;

  @Override
  public int largest(float[] x, int count) {
    int largest = 0;
    for (int i = 0; i < count; i++) {
      largest = Math.max(largest, Float.floatToRawIntBits(x[i]) & MAGNITUDE);
    }
    return largest;
  }

  @Override
  public void toBf16(float[] x, int count, int[] words) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w++) {
      words[w] = bf16(x[w]) | bf16(x[w + length]) << 16;
    }
  }

  private static int bf16(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits + BF16_HALF + (bits >>> 16 & 1) >>> 16;
  }

  @Override
  public void fromBf16(int[] words, int count, float[] x) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w++) {
      x[w] = Float.intBitsToFloat(words[w] << 16);
    }
    for (int w = 0; w < length; w++) {
      x[w + length] = Float.intBitsToFloat(words[w] & 0xffff0000);
    }
  }

  @Override
  public void toFp16(float[] x, int count, float factor, int[] words) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w++) {
      words[w] = fp16(x[w] * factor) | fp16(x[w + length] * factor) << 16;
    }
  }

  private static int fp16(float x) {
    int bits = Float.floatToRawIntBits(x);
    int magnitude = bits & MAGNITUDE;
    int sign = bits >>> 16 & 0x8000;
    if (magnitude < FP16_NORMAL) {
      float shifted = Float.intBitsToFloat(magnitude) + FP16_SUBNORMAL;
      return Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(FP16_SUBNORMAL) | sign;
    }
    return magnitude + FP16_REBIAS + (magnitude >>> 13 & 1) >>> 13 | sign;
  }

  @Override
  public void fromFp16(int[] words, int count, float scale, float[] x) {
    int length = NarrowKernels.words(count, 2);
    for (int w = 0; w < length; w++) {
      x[w] = half(words[w], scale);
    }
    for (int w = 0; w < length; w++) {
      x[w + length] = half(words[w] >>> 16, scale);
    }
  }

  private static float half(int bits, float scale) {
    float magnitude = Float.intBitsToFloat((bits & 0x7fff) << 13) * FP16_UNBIAS;
    return Float.intBitsToFloat(Float.floatToRawIntBits(magnitude) | (bits & 0x8000) << 16) * scale;
  }

  @Override
  public void toInt8(float[] x, int count, float factor, long key, int first, int[] words) {
    int length = NarrowKernels.words(count, 4);
    int low = (int) key;
    int high = (int) (key >>> 32);
    for (int w = 0; w < length; w++) {
      int word = 0;
      for (int part = 0; part < 4; part++) {
        int i = w + part * length;
        word |= (int8(x[i] * factor, draw(first + i, low, high)) & 0xff) << 8 * part;
      }
      words[w] = word;
    }
  }

  private static int int8(float x, float draw) {
    return Float.floatToRawIntBits(x + draw + ROUNDER);
  }

  /**
   * One of the 65,536 middles of even parts of {@code (-0.5, 0.5)}: nearest rounding of {@code x + draw} is the random
   * rounding of {@code x}, and whole numbers stay what they are. The counter is scrambled twice, with half of the key
   * each. Source of the multipliers: Wellons, "Hash function prospector" (lowbias32).
   */
  static float draw(int counter, int low, int high) {
    int bits = mix(mix(counter * GAMMA + low) + high);
    return Float.intBitsToFloat(bits >>> 16 << 7 | ONE) - CENTRE;
  }

  private static int mix(int x) {
    int y = (x ^ x >>> 16) * MIX_1;
    int z = (y ^ y >>> 15) * MIX_2;
    return z ^ z >>> 16;
  }

  @Override
  public void fromInt8(int[] words, int count, float scale, float[] x) {
    int length = NarrowKernels.words(count, 4);
    for (int part = 0; part < 4; part++) {
      int shift = 24 - 8 * part;
      for (int w = 0; w < length; w++) {
        x[w + part * length] = (words[w] << shift >> 24) * scale;
      }
    }
  }
}
