package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link Sensitivity}. */
public record SensitivitySettings(
    @Setting(doc = "Share of a weight that a step takes where the loss does not feel it, in (0, 1).", value = "1e-4")
        double strength,
    @Setting(doc = "Whether a gradient counts as a share of the largest of its layer; else as it is, and 1 is much.",
        value = "true") boolean relative,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public SensitivitySettings {
    StoredThenCut.checkEnd("sensitivity", end);
    if (!(strength > 0 && strength < 1)) {
      throw new InvalidInput("sparsity.sensitivity.strength is " + strength + "; it must be above 0 and below 1");
    }
  }
}
