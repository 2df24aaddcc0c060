package io.gossamer.ops.optim;

/**
 * What all ranges of one step share, computed once: a bias correction costs more than the step of a short range.
 * Mutable, so that steps allocate nothing.
 */
public final class Pace {
  /** Below this a power is lost beside 1. */
  private static final double LOST = 0x1p-60;

  float rate;
  float first;
  float second;
  float scale;
  private double power1;
  private double power2;

  Pace() {
    restart();
  }

  /** Back to before the first step. */
  void restart() {
    power1 = 1;
    power2 = 1;
  }

  /** To where {@code steps} calls of {@link #correct} would have come, to the last bit of what they compute. */
  void resume(float beta1, float beta2, long steps) {
    power1 = power(beta1, steps);
    power2 = power(beta2, steps);
  }

  private static double power(float beta, long steps) {
    double power = 1;
    for (long n = 0; n < steps && power >= LOST; n++) {
      power *= beta;
    }
    return power;
  }

  /**
   * Goes on by a step: {@code first = factor / (1 - beta1^n)} and {@code second = 1 / sqrt(1 - beta2^n)} at the
   * {@code n}th since {@link #restart} correct moments that started at zero. The powers are running products, since
   * {@link StrictMath#pow} allocates until it is compiled.
   */
  void correct(float beta1, float beta2, float factor) {
    power1 *= beta1;
    power2 *= beta2;
    first = (float) (factor / (1 - power1));
    second = (float) (1 / Math.sqrt(1 - power2));
  }
}
