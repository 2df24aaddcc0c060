package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link Butterfly}. */
public record ButterflySettings(
    @Setting(doc = "Blocks along each side of a layer, a power of two; 0 takes for each layer the smallest number that "
        + "leaves room for a link beside the diagonal.", value = "0") int grid,
    @Setting(doc = "Share of the kept weights that goes to a dense path of low rank beside each linear layer, in "
        + "[0, 1).", value = "0.25") double lowRank) {
  public ButterflySettings {
    if (grid < 0 || Integer.bitCount(grid) > 1 || grid > 1 << 20) {
      throw new InvalidInput("sparsity.butterfly.grid is " + grid
          + "; it must be a power of two, or 0 for the plan's choice");
    }
    if (!(lowRank >= 0 && lowRank < 1)) {
      throw new InvalidInput("sparsity.butterfly.lowRank is " + lowRank + "; it must be at least 0 and below 1");
    }
  }
}
