package io.gossamer.ops.kernel;

/** Float functions with the same bits on every machine, unlike {@link Math}, and faster than {@link StrictMath}. */
public final class FloatMath {
  /** Above it the result rounds to infinity. */
  private static final float OVERFLOW = 88.72284f;

  /** Below it the result rounds to zero. */
  private static final float UNDERFLOW = -103.97208f;

  static final float LOG2_E = 1.44269504f;

  // ln 2 in two parts, of which the first times any exponent is exact.
  static final float LN2_HIGH = 0.693359375f;
  static final float LN2_LOW = -2.12194440e-4f;

  /** Adding it rounds to the nearest integer, which the last bits then hold. */
  static final float ROUNDER = 0x1.8p23f;

  static final int ROUNDER_BITS = Float.floatToIntBits(ROUNDER);

  /** Below it {@code e^t - 1} rounds to -1. */
  static final float TANGENT_IS_ONE = -40f;

  private FloatMath() {}

  /**
   * {@code e^x} within 2 units in the last place; infinity on overflow, zero on underflow, NaN for NaN.
   *
   * <p>Source: argument reduction and polynomial of Cephes {@code expf} (Moshier), with fused multiply-adds.
   */
  public static float exp(float x) {
    if (!(x <= OVERFLOW)) {
      return x + Float.POSITIVE_INFINITY;
    }
    if (x < UNDERFLOW) {
      return 0f;
    }
    float n = Math.fma(x, LOG2_E, ROUNDER) - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, x));
    float p = lessOne(r) + 1f;
    int exponent = (int) n;
    int half = exponent >> 1;
    return p * powerOfTwo(half) * powerOfTwo(exponent - half);
  }

  /**
   * The hyperbolic tangent within 4 units in the last place: {@code -m / (2 + m)} with {@code m = e^(-2|x|) - 1}, which
   * loses nothing near zero and has no branches. {@link Kernels#tanh} does many.
   */
  public static float tanh(float x) {
    float t = Math.max(-2 * Math.abs(x), TANGENT_IS_ONE);
    float rounded = Math.fma(t, LOG2_E, ROUNDER);
    float n = rounded - ROUNDER;
    float r = Math.fma(n, -LN2_LOW, Math.fma(n, -LN2_HIGH, t));
    float power = powerOfTwo(Float.floatToRawIntBits(rounded) - ROUNDER_BITS);
    float m = Math.fma(power, lessOne(r), power - 1);
    return Math.copySign(-m / (2 + m), x);
  }

  /** {@code e^r - 1} for r of at most half of ln 2. */
  private static float lessOne(float r) {
    float p = 1.9875691500e-4f;
    p = Math.fma(p, r, 1.3981999507e-3f);
    p = Math.fma(p, r, 8.3334519073e-3f);
    p = Math.fma(p, r, 4.1665795894e-2f);
    p = Math.fma(p, r, 1.6666665459e-1f);
    p = Math.fma(p, r, 5.0000001201e-1f);
    return Math.fma(p, r * r, r);
  }

  private static float powerOfTwo(int exponent) {
    return Float.intBitsToFloat(exponent + 127 << 23);
  }
}
