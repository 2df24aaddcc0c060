package io.gossamer.it.reliability;

/** How long a series of kills is: as asked for, or the share of it that {@code -Dgossamer.kills} names in percent. */
final class Kills {
  private static final int PERCENT = Integer.getInteger("gossamer.kills", 100);

  private Kills() {}

  /** At least one. */
  static int of(int whole) {
    if (PERCENT < 1 || PERCENT > 100) {
      throw new IllegalArgumentException("gossamer.kills is " + PERCENT + "; give a percentage from 1 to 100");
    }
    return Math.max(1, whole * PERCENT / 100);
  }
}
