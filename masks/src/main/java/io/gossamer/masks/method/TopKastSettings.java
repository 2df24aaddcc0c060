package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link TopKast}. */
public record TopKastSettings(
    @Setting(doc = "Stored weights as a multiple of those the network computes with, at least 1.", value = "2.0")
        double stored,
    @Setting(doc = "Decay of stored weights the network does not compute with, times (1 / density - 1).",
        value = "1e-4") double penalty,
    @Setting(doc = "Local steps between two choices of the largest, at least 1.", value = "10") int every,
    @Setting(doc = "Share of the stored weights beyond the computed ones that a round replaces at random places, in "
        + "[0, 1].", value = "0.3") double swap,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public TopKastSettings {
    StoredThenCut.checkEnd("topkast", end);
    if (!(stored >= 1 && stored <= 1e6)) {
      throw new InvalidInput("sparsity.topkast.stored is " + stored + "; it must be from 1 to 1,000,000");
    }
    if (!(penalty >= 0 && penalty < 1)) {
      throw new InvalidInput("sparsity.topkast.penalty is " + penalty + "; it must be at least 0 and below 1");
    }
    if (every < 1) {
      throw new InvalidInput("sparsity.topkast.every is " + every + "; it must be at least 1 step");
    }
    if (!(swap >= 0 && swap <= 1)) {
      throw new InvalidInput("sparsity.topkast.swap is " + swap + "; it must be from 0 to 1");
    }
  }
}
