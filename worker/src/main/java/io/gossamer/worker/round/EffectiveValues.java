package io.gossamer.worker.round;

import io.gossamer.masks.Mask;
import io.gossamer.masks.rule.BoundRule;
import io.gossamer.masks.rule.RuleWeights;

/** What a model computes with while a mask method's rule holds: the values to evaluate, and to keep when it ends. */
public final class EffectiveValues {
  private EffectiveValues() {}

  /**
   * The effective values of a run that has done {@code step} local steps. A copy, or {@code values} themselves where
   * they are what the model computes with.
   *
   * @param values in the documented order of {@code mask}; not changed
   * @param roundStart first local step of the round that {@code values} belong to: whether the rule holds
   */
  public static float[] of(TrainSpec spec, Mask mask, float[] values, long roundStart, long step) {
    if (!spec.rule().holds(roundStart)) {
      return values;
    }
    BoundRule bound = spec.rule().bind(RuleWeights.documented(spec.network(), mask.patterns()));
    if (!bound.reparameterizes()) {
      return values;
    }
    float[] effective = values.clone();
    bound.begin(effective, step);
    bound.effective(effective, step);
    return effective;
  }
}
