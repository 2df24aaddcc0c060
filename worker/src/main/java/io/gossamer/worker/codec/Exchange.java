package io.gossamer.worker.codec;

import io.gossamer.ops.optim.Slot;
import java.io.Serializable;

/**
 * In which bits values travel. Each way is rounded by itself: the driver keeps whole values and adds to them what the
 * tasks moved, so that rounding on the way down is never accumulated.
 *
 * @param down from the driver to the tasks
 * @param up from the tasks to the driver
 */
public record Exchange(Codec down, Codec up) implements Serializable {
  /** Nothing is rounded. */
  public static final Exchange EXACT = new Exchange(Codec.FP32, Codec.FP32);

  /**
   * How an array of an optimiser's state travels: momentum as the values do, squares as they are. A step is divided by
   * the root of these, and one that was rounded to nothing, or below it, would throw its value away.
   */
  public Exchange of(Slot slot) {
    return slot == Slot.SQUARES ? EXACT : this;
  }

  /** Whether tasks send differences; without rounding they send the values themselves, to the bit. */
  public boolean moves() {
    return !equals(EXACT);
  }
}
