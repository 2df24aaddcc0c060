package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.net.IsoFlop;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link IsoFlopWidening}. */
public record IsoFlopSettings(
    @Setting(doc = "How the network grows: wide (hidden layers and channels), parallel (several hidden layers added), "
        + "factorised (hidden layers become two), doped (a dense path of low rank beside them).", value = "wide")
        IsoFlop transform,
    @Setting(doc = "The mask method of the larger network.", value = "random") MaskMethods masks) {
  public IsoFlopSettings {
    if (masks == MaskMethods.ISO_FLOP || masks == MaskMethods.BUTTERFLY) {
      throw new InvalidInput("sparsity.isoFlop.masks is " + masks.name().toLowerCase(java.util.Locale.ROOT)
          .replace('_', '-') + ", which changes the network itself; name another mask method, for example random");
    }
  }
}
