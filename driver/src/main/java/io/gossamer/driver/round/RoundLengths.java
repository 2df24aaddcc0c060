package io.gossamer.driver.round;

/**
 * Local steps round by round.
 *
 * @param most local steps of a round; of {@link Kind#ADAPTIVE} those of the next, by {@link AdaptiveLengths}
 * @param localFrom of {@link Kind#POST_LOCAL}: share of a phase's steps before which a round is one step
 */
public record RoundLengths(Kind kind, int most, double localFrom) {
  /** How round lengths change over a phase. */
  public enum Kind {
    /** All rounds are as long. */
    FIXED,
    /** One step at first, doubled in equal parts of the phase until the last has the most. */
    GROWING,
    /** One step at first, the most from then on. Source: Lin et al. 2020 (methods.md A6). */
    POST_LOCAL,
    /** As long as overhead asks for; see {@link AdaptiveLengths}. */
    ADAPTIVE
  }

  /**
   * Local steps of the round that starts when a share of the phase's steps is done.
   *
   * @param done in [0, 1)
   */
  public int at(double done) {
    return switch (kind) {
      case FIXED, ADAPTIVE -> most;
      case GROWING -> (int) Math.min(most, 1L << (int) (done * (doublings() + 1)));
      case POST_LOCAL -> done < localFrom ? 1 : most;
    };
  }

  /** From one step to the most. */
  private int doublings() {
    return Integer.SIZE - Integer.numberOfLeadingZeros(most - 1);
  }
}
