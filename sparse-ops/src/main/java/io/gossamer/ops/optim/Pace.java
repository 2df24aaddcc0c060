package io.gossamer.ops.optim;

/**
 * What all ranges of one step share, computed once: a bias correction costs more than the step of a short range.
 * Mutable, so that steps allocate nothing.
 */
public final class Pace {
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
