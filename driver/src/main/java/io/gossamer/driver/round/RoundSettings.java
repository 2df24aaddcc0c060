package io.gossamer.driver.round;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** The section {@code rounds}. */
public record RoundSettings(
    @Setting(doc = "Local steps of a round; 0 lets the plan choose so that exchange stays a small part of the time.",
        value = "0") int localSteps,
    @Setting(doc = "Rounds between two evaluations on the validation rows; 0 evaluates only at the end.", value = "1")
        int evaluateEvery,
    @Setting(doc = "The driver's step once a round.") OuterSettings outer) {
  public RoundSettings {
    if (localSteps < 0) {
      throw new InvalidInput("rounds.localSteps is " + localSteps + "; it must be at least 1, or 0 for the "
          + "plan's choice");
    }
    if (evaluateEvery < 0) {
      throw new InvalidInput("rounds.evaluateEvery is " + evaluateEvery + "; it must be at least 0");
    }
  }
}
