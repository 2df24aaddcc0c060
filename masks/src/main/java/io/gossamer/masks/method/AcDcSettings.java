package io.gossamer.masks.method;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of {@link AcDc}. */
public record AcDcSettings(
    @Setting(doc = "Share of the run before the first compression, in [0, 1).", value = "0.05") double start,
    @Setting(doc = "Cycles of a compressed and a dense phase, at least 1.", value = "4") int cycles,
    @Setting(doc = "Share of a cycle that is compressed, in (0, 1).", value = "0.5") double compressed,
    @Setting(doc = "Share of the run after which it stays compressed.", value = "0.85") double end,
    @Setting(doc = "Which weights compete when it compresses: global (all with each other; the allocation has no say) "
        + "or layer (those of a layer, which keeps its share).", value = "global") InitialSettings.Extent scope) {
  public AcDcSettings {
    if (!(start >= 0 && start < end && end <= 1)) {
      throw new InvalidInput("sparsity.acDc goes from " + start + " to " + end
          + " of the run; start must be at least 0 and below end, end at most 1");
    }
    if (cycles < 1) {
      throw new InvalidInput("sparsity.acDc.cycles is " + cycles + "; it must be at least 1");
    }
    if (!(compressed > 0 && compressed < 1)) {
      throw new InvalidInput("sparsity.acDc.compressed is " + compressed + "; it must be above 0 and below 1");
    }
  }
}
