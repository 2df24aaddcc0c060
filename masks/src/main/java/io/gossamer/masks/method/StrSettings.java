package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link Str}. */
public record StrSettings(
    @Setting(doc = "s of each layer before training; its threshold is sigmoid(s), and the further below 0 the longer "
        + "training stays dense.", value = "-3200") double start,
    @Setting(doc = "Powers of e by which s decays towards 0 up to the end; more makes the thresholds rise higher.",
        value = "11.5") double decay,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public StrSettings {
    StoredThenCut.checkEnd("str", end);
    if (!(start < 0) || !(start > -1e6)) {
      throw new InvalidInput("sparsity.str.start is " + start + "; it must be below 0 and above -1,000,000");
    }
    if (!(decay > 0 && decay < 100)) {
      throw new InvalidInput("sparsity.str.decay is " + decay + "; it must be above 0 and below 100, or nothing would "
          + "be pruned");
    }
  }
}
