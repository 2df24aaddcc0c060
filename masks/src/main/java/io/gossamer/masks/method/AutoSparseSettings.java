package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link AutoSparse}. */
public record AutoSparseSettings(
    @Setting(doc = "T of each layer before training; its threshold is sigmoid(T).", value = "-5.0") double start,
    @Setting(doc = "Share of the gradient that weights below the threshold take at first, in [0, 1].", value = "0.5")
        double leak,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public AutoSparseSettings {
    StoredThenCut.checkEnd("autosparse", end);
    if (!(start > -100 && start < 10)) {
      throw new InvalidInput("sparsity.autosparse.start is " + start + "; it must be above -100 and below 10");
    }
    if (!(leak >= 0 && leak <= 1)) {
      throw new InvalidInput("sparsity.autosparse.leak is " + leak + "; it must be from 0 to 1");
    }
  }
}
