package io.gossamer.ops.optim;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;

/**
 * Bounds on a gradient, applied in this order; 0 stands for none.
 *
 * @param value largest magnitude of one number
 * @param norm largest Euclidean norm of the whole gradient
 */
public record Clipping(float value, float norm) implements Serializable {
  /** No bounds. */
  public static final Clipping NONE = new Clipping(0, 0);

  public Clipping {
    if (!(value >= 0) || Float.isInfinite(value)) {
      throw new InvalidInput("training.clipValue is " + value + "; it must be above 0, or 0 for no clipping");
    }
    if (!(norm >= 0) || Float.isInfinite(norm)) {
      throw new InvalidInput("training.clipNorm is " + norm + "; it must be above 0, or 0 for no clipping");
    }
  }
}
