package io.gossamer.masks.method;

import io.gossamer.ops.settings.Setting;

/** What {@link DstEe} gives for novelty: {@code sparsity.exploration}. */
public record ExplorationSettings(
    @Setting(doc = "How much dst-ee prefers places it has seldom tried, against the size of gradients.", value = "1e-3")
        double weight,
    @Setting(doc = "Added to the number of times a place was tried, above 0.", value = "1.0") double epsilon) {
  public ExplorationSettings {
    Refusal.unless(weight >= 0, "sparsity.exploration.weight", weight, "at least 0");
    Refusal.unless(epsilon > 0, "sparsity.exploration.epsilon", epsilon, "above 0");
  }
}
