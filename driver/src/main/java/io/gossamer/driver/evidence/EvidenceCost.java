package io.gossamer.driver.evidence;

/**
 * What evidence cost.
 *
 * @param passes over the shards
 * @param up bytes of all shards to the driver
 * @param down bytes from the driver; a broadcast counts once
 */
public record EvidenceCost(int passes, long up, long down) {
  /** Nothing was asked. */
  public static final EvidenceCost NONE = new EvidenceCost(0, 0, 0);

  /** The sum of two. */
  public EvidenceCost plus(EvidenceCost other) {
    return new EvidenceCost(passes + other.passes, up + other.up, down + other.down);
  }
}
