package io.gossamer.driver.round;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** What happens when a loss or a value is not finite. */
public record DivergenceSettings(
    @Setting(doc = "stop ends the run; skip leaves the shard out of the round; rollback goes back to the round before, "
        + "with smaller steps from there on.", value = "stop") Action action,
    @Setting(doc = "What a rollback multiplies the local learning rate by, in (0, 1).", value = "0.5") double factor,
    @Setting(doc = "Rollbacks of a run, or skipped shards, after which it "
        + "ends.", value = "10") int most) {
  /** The defaults. */
  public static final DivergenceSettings DEFAULT = new DivergenceSettings(Action.STOP, 0.5, 10);

  /** What to do. */
  public enum Action {
    STOP,
    SKIP,
    ROLLBACK
  }

  public DivergenceSettings {
    if (!(factor > 0 && factor < 1)) {
      throw new InvalidInput("rounds.divergence.factor is " + factor + "; it must be above 0 and below 1");
    }
    if (most < 1) {
      throw new InvalidInput("rounds.divergence.most is " + most + "; it must be at least 1");
    }
  }
}
