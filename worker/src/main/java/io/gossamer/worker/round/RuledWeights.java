package io.gossamer.worker.round;

import io.gossamer.masks.rule.BoundRule;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.masks.rule.RuleWeights;
import io.gossamer.ops.net.Network;

/**
 * A mask method's rule around the steps of a {@link LocalTrainer}. Between steps the network's parameters are what it
 * computes with, and the stored masked weights lie here; for the optimiser they change places. Everything dense,
 * running statistics included, has one copy and stays where it is. Where no rule holds, this does nothing.
 */
final class RuledWeights {
  private final LocalRule rule;
  private final Network network;
  private final BoundRule bound;
  private final float[] stored;
  private boolean holds;

  RuledWeights(LocalRule rule, Network network) {
    this.rule = rule;
    this.network = network;
    this.bound = rule.bind(RuleWeights.resident(network));
    this.stored = new float[bound.reparameterizes() ? network.maskedValues() : 0];
  }

  /** Follows a load of the network. */
  void begin(long step) {
    holds = rule.holds(step);
    if (holds) {
      bound.begin(network.parameters(), step);
      compute(step);
      network.refresh();
    }
  }

  /** From the stored weights, which are in the parameters, to those of step {@code step}. */
  private void compute(long step) {
    System.arraycopy(network.parameters(), 0, stored, 0, stored.length);
    bound.effective(network.parameters(), step);
  }

  /** Puts the stored weights and their gradient before the optimiser. */
  void beforeStep(long step) {
    if (holds) {
      System.arraycopy(stored, 0, network.parameters(), 0, stored.length);
      bound.gradient(network.parameters(), network.gradients(), step);
    }
  }

  /** Must be followed by a refresh of the network. */
  void afterStep(long step, float rate) {
    if (holds) {
      bound.settle(network.parameters(), step, rate);
      compute(step + 1);
    }
  }

  /** Leaves the stored weights in the network's parameters: they are what travels. */
  void end() {
    if (holds) {
      System.arraycopy(stored, 0, network.parameters(), 0, stored.length);
    }
  }
}
