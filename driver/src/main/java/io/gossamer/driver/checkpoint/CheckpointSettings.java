package io.gossamer.driver.checkpoint;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** The section {@code checkpoint}. None of it changes a bit of the model. */
public record CheckpointSettings(
    @Setting(doc = "Rounds between two checkpoints; 0 goes by checkpoint.minutes alone.", value = "0") int every,
    @Setting(doc = "Minutes between two checkpoints; 0 goes by checkpoint.every alone. With both 0 there are none, "
        + "and a stopped run cannot be resumed.", value = "10.0") double minutes,
    @Setting(doc = "Checkpoints kept, the newest ones.", value = "2") int keep,
    @Setting(doc = "Where they lie, local or any Hadoop URI. Not set: the folder checkpoints of the run directory.",
        path = true) String directory) {
  /** The defaults. */
  public static final CheckpointSettings DEFAULT = new CheckpointSettings(0, 10, 2, "");

  public CheckpointSettings {
    if (every < 0) {
      throw new InvalidInput("checkpoint.every is " + every + "; it must be at least 1 round, or 0");
    }
    if (!(minutes >= 0 && minutes <= 1e6)) {
      throw new InvalidInput("checkpoint.minutes is " + minutes + "; it must be from 0 to 1,000,000");
    }
    if (keep < 1 || keep > 1_000) {
      throw new InvalidInput("checkpoint.keep is " + keep + "; it must be from 1 to 1,000");
    }
  }

  /** Whether there are any. */
  public boolean enabled() {
    return every > 0 || minutes > 0;
  }
}
