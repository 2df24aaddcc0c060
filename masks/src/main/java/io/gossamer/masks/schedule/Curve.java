package io.gossamer.masks.schedule;

/**
 * How kept weights fall from a first to a last number while time goes from 0 to 1. Sources: cubic is Zhu and Gupta
 * 2017, equation 1; exponential is what IMP and SynFlow do phase by phase, a constant share of what is left (methods.md
 * B3, A3, B6; golden F1, F2).
 */
public enum Curve {
  /** All at the end. */
  ONE_SHOT {
    @Override
    double between(double first, double last, double time) {
      return time < 1 ? first : last;
    }
  },
  /** Evenly. */
  LINEAR {
    @Override
    double between(double first, double last, double time) {
      return last + (first - last) * (1 - time);
    }
  },
  /** Fast first, slowly at last. */
  CUBIC {
    @Override
    double between(double first, double last, double time) {
      double left = 1 - time;
      return last + (first - last) * left * left * left;
    }
  },
  /** The same share of what is left in equal times. */
  EXPONENTIAL {
    @Override
    double between(double first, double last, double time) {
      return first <= 0 ? last : first * StrictMath.pow(last / first, time);
    }
  };

  abstract double between(double first, double last, double time);

  /**
   * What is kept at {@code time}: counts or densities.
   *
   * @param time below 0 and above 1 counts as 0 and 1
   */
  public double at(double first, double last, double time) {
    return time >= 1 ? last : between(first, last, Math.max(0, time));
  }
}
