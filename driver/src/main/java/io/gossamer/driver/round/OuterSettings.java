package io.gossamer.driver.round;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;

/** Settings of the outer step. */
public record OuterSettings(
    @Setting(doc = "average takes the mean of the shards' models; nesterov steps towards it with momentum (DiLoCo); "
        + "adam steps towards it by its running mean over the root of its running square (FedAdam).", value = "average")
        OuterKind optimizer,
    @Setting(doc = "Learning rate of nesterov or adam; 0 takes 0.7 for nesterov, 0.01 for adam.", value = "0")
        double learningRate,
    @Setting(doc = "Momentum of nesterov, decay of adam's running mean; in [0, 1).", value = "0.9") double momentum) {
  /** The outer optimisers by name. */
  public enum OuterKind {
    AVERAGE,
    NESTEROV,
    ADAM
  }

  public OuterSettings {
    if (!(learningRate >= 0 && learningRate <= 10)) {
      throw new InvalidInput("rounds.outer.learningRate is " + learningRate + "; it must be at least 0 and at most 10");
    }
    if (!(momentum >= 0 && momentum < 1)) {
      throw new InvalidInput("rounds.outer.momentum is " + momentum + "; it must be in [0, 1)");
    }
  }

  /** The learning rate, the optimiser's own where none is set. */
  double rate() {
    if (learningRate > 0) {
      return learningRate;
    }
    return optimizer == OuterKind.ADAM ? 0.01 : 0.7;
  }
}
