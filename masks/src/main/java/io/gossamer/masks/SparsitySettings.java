package io.gossamer.masks;

import io.gossamer.masks.allocation.AllocationKind;
import io.gossamer.masks.method.GradualSettings;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.Map;

/** The section {@code sparsity}. */
public record SparsitySettings(
    @Setting(doc = "How places are chosen: random (fixed before training), gradual (smallest magnitudes drop "
        + "during it).",
        value = "random") MaskMethods method,
    @Setting(doc = "Share of weights that are zero in the finished model, at least 0 and below 1. Biases are not "
        + "counted.",
        value = "0.9") double sparsity,
    @Setting(doc = "How layers share the kept weights: uniform, er (Erdos-Renyi), erk (with kernel sizes).",
        value = "erk") AllocationKind allocation,
    @Setting(doc = "Sparsity of single layers by name, for example {fc3: 0.0}; the others share what is left.",
        value = "{}") Map<String, Double> layers,
    @Setting(doc = "The rise of the method gradual.") GradualSettings gradual) {
  public SparsitySettings {
    layers = Map.copyOf(layers);
    if (!(sparsity >= 0 && sparsity < 1)) {
      throw new InvalidInput("sparsity.sparsity is " + sparsity
          + "; it must be at least 0 and below 1. For 95 % zeros write 0.95");
    }
  }
}
