package io.gossamer.masks.method;

import io.gossamer.masks.rule.NofM;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link NofMMethod}. */
public record NofMSettings(
    @Setting(doc = "M: consecutive inputs of a run. 0 takes for each layer the smallest power of two, at least 4, in "
        + "which one weight is kept. How many of a run are kept follows from the sparsity.", value = "0") int m,
    @Setting(doc = "What becomes of weights left out: sr-ste (a decay of their own), linear or exponential (they "
        + "fade), structure (few are left out at first), geometric (long runs at first).", value = "sr-ste")
        NofM.Flow flow,
    @Setting(doc = "The decay of sr-ste.", value = "2e-4") double lambda,
    @Setting(doc = "Share of the run after which the mask is final.", value = "0.7") double end) {
  public NofMSettings {
    StoredThenCut.checkEnd("nm", end);
    if (m != 0 && (m < 2 || m > 1 << 16)) {
      throw new InvalidInput("sparsity.nm.m is " + m + "; it must be from 2 to 65,536, or 0 for the plan's choice");
    }
    if (!(lambda >= 0 && lambda < 1)) {
      throw new InvalidInput("sparsity.nm.lambda is " + lambda + "; it must be at least 0 and below 1");
    }
  }
}
