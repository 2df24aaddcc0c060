package io.gossamer.masks.method;

import io.gossamer.masks.schedule.Curve;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** The rise of sparsity of {@link GradualMagnitude} and {@code granet}. */
public record GradualSettings(
    @Setting(doc = "Sparsity before the rise, in [0, 1).", value = "0.0") double initial,
    @Setting(doc = "Share of the run after which the rise begins, in [0, 1).", value = "0.05") double start,
    @Setting(doc = "Share of the run at which the final sparsity is reached; the rest trains on the final mask.",
        value = "0.7") double end,
    @Setting(doc = "Rounds between two mask changes, at least 1.", value = "1") int every,
    @Setting(doc = "How it rises: cubic (fast first), linear, exponential (a constant share of what is left), one-shot "
        + "(all at the end).", value = "cubic") Curve curve) {
  public GradualSettings {
    if (!(initial >= 0 && initial < 1)) {
      throw new InvalidInput("sparsity.gradual.initial is " + initial + "; it must be at least 0 and below 1");
    }
    if (!(start >= 0 && start < end && end <= 1)) {
      throw new InvalidInput("sparsity.gradual rises from " + start + " to " + end
          + " of the run; start must be at least 0 and below end, end at most 1");
    }
    if (every < 1) {
      throw new InvalidInput("sparsity.gradual.every is " + every + "; it must be at least 1 round");
    }
  }
}
