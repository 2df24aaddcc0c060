package io.gossamer.masks.schedule;

/**
 * The share of kept weights that a step of a dynamic method moves: falls from {@code first} to {@code last} over
 * {@code end} local steps. Cosine: {@code last + (first - last) * (1 + cos(pi * t / end)) / 2}. Sources: Evci et al.
 * 2020 (RigL), section 3; Dettmers and Zettlemoyer 2019 (methods.md B, golden F2).
 */
public record UpdateFraction(Shape shape, double first, double last, long end) {
  /** How it falls. */
  public enum Shape {
    CONSTANT,
    LINEAR,
    COSINE
  }

  /** The share after {@code step} local steps. */
  public double at(long step) {
    double time = end <= 0 ? 1 : Math.min(1, step / (double) end);
    return switch (shape) {
      case CONSTANT -> first;
      case LINEAR -> first + (last - first) * time;
      case COSINE -> last + (first - last) * (1 + StrictMath.cos(StrictMath.PI * time)) / 2;
    };
  }
}
