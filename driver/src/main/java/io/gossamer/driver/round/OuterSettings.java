package io.gossamer.driver.round;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of the outer step. */
public record OuterSettings(
    @Setting(doc = "average takes the mean of the shards' models; nesterov steps towards it with momentum (DiLoCo).",
        value = "average") OuterKind optimizer,
    @Setting(doc = "Learning rate of nesterov.", value = "0.7") double learningRate,
    @Setting(doc = "Momentum of nesterov, in [0, 1).", value = "0.9") double momentum) {
  /** The outer optimisers by name. */
  public enum OuterKind {
    AVERAGE,
    NESTEROV
  }

  public OuterSettings {
    if (!(learningRate > 0 && learningRate <= 10)) {
      throw new InvalidInput("rounds.outer.learningRate is " + learningRate + "; it must be above 0 and at most 10");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new InvalidInput("rounds.outer.momentum is " + momentum + "; it must be in [0, 1)");
    }
  }
}
