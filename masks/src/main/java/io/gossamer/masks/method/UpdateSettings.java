package io.gossamer.masks.method;

import io.gossamer.masks.schedule.Interval;
import io.gossamer.masks.schedule.UpdateFraction;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** When and how much a dynamic method moves: {@code sparsity.update}. */
public record UpdateSettings(
    @Setting(doc = "Rounds between two mask changes, at least 1.", value = "1") int every,
    @Setting(doc = "Share of the run before the first change, in [0, 1).", value = "0.0") double start,
    @Setting(doc = "Share of the run after which the mask stays.", value = "0.75") double end,
    @Setting(doc = "Share of each layer's kept weights that the first change moves, in (0, 1).", value = "0.3")
        double fraction,
    @Setting(doc = "That share at the end.", value = "0.0") double floor,
    @Setting(doc = "How the share falls: cosine, linear, constant.", value = "cosine") UpdateFraction.Shape shape,
    @Setting(doc = "What a weight that is dropped and grown in one change keeps: continue (its value and momentum, as "
        + "RigL does), restart (at zero), or never (it cannot grow in the change that drops it).",
        value = "continue") Regrown regrown) {
  /** What becomes of a weight that is dropped and grown at once (methods.md I7). */
  public enum Regrown {
    CONTINUE,
    RESTART,
    NEVER
  }

  public UpdateSettings {
    if (every < 1) {
      throw new InvalidInput("sparsity.update.every is " + every + "; it must be at least 1 round");
    }
    if (!(start >= 0 && start < end && end <= 1)) {
      throw new InvalidInput("sparsity.update goes from " + start + " to " + end
          + " of the run; start must be at least 0 and below end, end at most 1");
    }
    if (!(fraction > 0 && fraction < 1)) {
      throw new InvalidInput("sparsity.update.fraction is " + fraction + "; it must be above 0 and below 1");
    }
    if (!(floor >= 0 && floor <= fraction)) {
      throw new InvalidInput("sparsity.update.floor is " + floor + "; it must be at least 0 and at most fraction, "
          + fraction);
    }
  }

  /** Whether the mask moves now. Never before the first round: there is nothing to judge by. */
  boolean isDue(MaskPlan plan, MaskStep now) {
    return now.round() > 0 && Interval.of(every, start, end, plan.totalSteps()).isDueWithin(now.round(), now.step());
  }

  /** The share of kept weights to move now. */
  double share(MaskPlan plan, MaskStep now) {
    return new UpdateFraction(shape, fraction, floor, (long) Math.ceil(end * plan.totalSteps())).at(now.step());
  }
}
