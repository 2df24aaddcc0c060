package io.gossamer.masks.evidence;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** What workers measure for a mask method: {@code sparsity.evidence}. */
public record EvidenceSettings(
    @Setting(doc = "Rows of each shard that take part in a measurement, drawn anew for every mask change; 0 takes all.",
        value = "512") int rows,
    @Setting(doc = "Number that grasp divides logits by, so that no class has won yet.", value = "200")
        double temperature) {
  public EvidenceSettings {
    if (rows < 0) {
      throw new InvalidInput("sparsity.evidence.rows is " + rows + "; it must be at least 1, or 0 for all");
    }
    if (!(temperature >= 1 && temperature <= 1e4)) {
      throw new InvalidInput("sparsity.evidence.temperature is " + temperature + "; it must be from 1 to 10,000");
    }
  }
}
