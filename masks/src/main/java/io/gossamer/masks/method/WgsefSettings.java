package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link Wgsef}. */
public record WgsefSettings(
    @Setting(doc = "Inputs of a group, consecutive ones of an output; 0 makes each output one group: a neuron, or a "
        + "filter of a convolution.", value = "4") int size,
    @Setting(doc = "Of the envelope: a step shrinks by this times the learning rate.", value = "0.01") double strength,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public WgsefSettings {
    StoredThenCut.checkEnd("wgsef", end);
    if (size < 0) {
      throw new InvalidInput("sparsity.wgsef.size is " + size + "; it must be at least 1, or 0 for whole outputs");
    }
    if (!(strength > 0 && strength < 1000)) {
      throw new InvalidInput("sparsity.wgsef.strength is " + strength + "; it must be above 0 and below 1000");
    }
  }
}
