package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link HyperSparse}. */
public record HyperSparseSettings(
    @Setting(doc = "Strength of the pull at first.", value = "5e-6") double start,
    @Setting(doc = "Factor by which it grows up to the end.", value = "200") double growth,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public HyperSparseSettings {
    StoredThenCut.checkEnd("hypersparse", end);
    if (!(start > 0 && start < 1)) {
      throw new InvalidInput("sparsity.hypersparse.start is " + start + "; it must be above 0 and below 1");
    }
    if (!(growth >= 1 && growth <= 1e9)) {
      throw new InvalidInput("sparsity.hypersparse.growth is " + growth + "; it must be from 1 to 1e9");
    }
  }
}
