package io.gossamer.ops.loss;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;
import java.util.List;

/**
 * A loss with all it needs to know.
 *
 * @param scale units of a regression's targets
 * @param labelSmoothing share of a softmax target that is spread over all classes, in [0, 1) (Szegedy et al. 2016)
 * @param classWeights one a class, multiplies the row's weight; empty weighs all by 1
 * @param huberDelta error, in deviations of the target, from which on huber is linear
 * @param quantile that the loss quantile looks for, in (0, 1)
 * @param distillation share of the loss that compares with a teacher's probabilities, in [0, 1]; 0 has no teacher
 * @param temperature that softens both sides of that comparison
 */
public record LossSpec(
    LossKind kind, TargetScale scale, double labelSmoothing, List<Float> classWeights, double huberDelta,
    double quantile, double distillation, double temperature) implements Serializable {
  public LossSpec {
    classWeights = List.copyOf(classWeights);
    check(labelSmoothing >= 0 && labelSmoothing < 1, "labelSmoothing", labelSmoothing, "at least 0 and below 1");
    check(huberDelta > 0, "huberDelta", huberDelta, "above 0");
    check(quantile > 0 && quantile < 1, "quantile", quantile, "above 0 and below 1");
    check(distillation >= 0 && distillation <= 1, "distillation", distillation, "from 0 to 1");
    check(temperature > 0, "temperature", temperature, "above 0");
    for (float weight : classWeights) {
      check(weight >= 0 && weight < Float.POSITIVE_INFINITY, "classWeights", weight, "at least 0 and finite");
    }
  }

  private static void check(boolean holds, String key, double found, String allowed) {
    if (!holds) {
      throw new InvalidInput("loss." + key + " is " + found + "; it must be " + allowed);
    }
  }

  /** A loss without further settings. */
  public static LossSpec of(LossKind kind, TargetScale scale) {
    return new LossSpec(kind, scale, 0, List.of(), 1, 0.5, 0, 1);
  }

  /** A loss without further settings, its targets taken as they are. */
  public static LossSpec of(LossKind kind) {
    return of(kind, TargetScale.NONE);
  }

  /** What computes it. */
  public Loss loss() {
    return kind.loss(this);
  }

  /** Floats of a row's target when the network has {@code outputs} logits. */
  public int targets(int outputs) {
    return switch (kind.target()) {
      case CLASS -> distillation > 0 ? 1 + outputs : 1;
      case LABELS, VALUES, ROW -> outputs;
    };
  }

  /** Floats of a row's target that the row itself gives; a teacher gives the others. */
  public int given(int outputs) {
    return kind.target() == LossKind.Target.CLASS ? 1 : outputs;
  }

  /** The same loss without a teacher, as a finished model has it. */
  public LossSpec finished() {
    return new LossSpec(kind, scale, labelSmoothing, classWeights, huberDelta, quantile, 0, 1);
  }

  /** Weight of class {@code label}. */
  float classWeight(int label) {
    return classWeights.isEmpty() ? 1 : classWeights.get(label);
  }
}
