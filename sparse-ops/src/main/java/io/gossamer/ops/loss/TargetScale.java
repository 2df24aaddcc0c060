package io.gossamer.ops.loss;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;

/**
 * Mean and deviation of a regression's training targets. The network works in units of them, so that a target in the
 * hundred thousands trains like one around zero; predictions and metrics are in the target's own units.
 *
 * @param deviation above 0
 */
public record TargetScale(float mean, float deviation) implements Serializable {
  /** Targets as they are. */
  public static final TargetScale NONE = new TargetScale(0, 1);

  public TargetScale {
    if (!Float.isFinite(mean) || !(deviation > 0) || Float.isInfinite(deviation)) {
      throw new InvalidInput("targets of mean " + mean + " and deviation " + deviation
          + " cannot be scaled; check data.label");
    }
  }

  /** From sums over the training rows; a constant target keeps its units. */
  public static TargetScale of(double rows, double sum, double squares) {
    double mean = sum / rows;
    double variance = squares / rows - mean * mean;
    // Below this share of the squares the difference is rounding: the target is constant.
    boolean varies = variance > 1e-13 * squares / rows;
    return new TargetScale((float) mean, varies ? (float) Math.sqrt(variance) : 1);
  }
}
