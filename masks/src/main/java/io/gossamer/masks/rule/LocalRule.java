package io.gossamer.masks.rule;

import io.gossamer.ops.values.Learned;
import java.io.Serializable;
import java.util.List;

/**
 * How a mask method changes the local steps. Workers keep the <em>stored</em> weights, which travel and are averaged; a
 * rule may let the network compute with others, made of them, and then turns the gradient of these into that of the
 * stored ones. A rule is data: it travels to the workers with the plan.
 */
public interface LocalRule extends Serializable {
  /** Ordinary training. */
  LocalRule NONE = new None();

  /** Whether the rule holds in a round whose first local step is {@code step}. */
  boolean holds(long step);

  /** Vectors that are trained beside the weights of these layers. */
  default List<Learned> learned(List<String> layers) {
    return List.of();
  }

  /** The rule at work on one array of values. */
  BoundRule bind(RuleWeights weights);

  /** Does nothing, at no cost. */
  record None() implements LocalRule {
    @Override
    public boolean holds(long step) {
      return false;
    }

    @Override
    public BoundRule bind(RuleWeights weights) {
      return new BoundRule() {};
    }
  }
}
