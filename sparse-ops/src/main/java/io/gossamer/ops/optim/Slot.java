package io.gossamer.ops.optim;

import java.util.Locale;

/** What an optimiser keeps of every value. */
public enum Slot {
  /** A running sum or mean of gradients. */
  MOMENTUM,
  /** A running sum or mean of their squares: never negative, and steps are divided by its root. */
  SQUARES,
  /** Room for one step; means nothing to the next. */
  SCRATCH;

  /** Whether a later step reads it. */
  public boolean lasts() {
    return this != SCRATCH;
  }

  /** Lower-case name. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
