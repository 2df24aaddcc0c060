package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.InvalidInput;
import java.util.Arrays;
import java.util.List;

/**
 * What methods share that change the local steps: a rule holds while every place is stored, up to a share of the run;
 * then the largest stored weights of each layer are kept, exactly as many as planned, with the values the network last
 * computed with, and the rest of the run trains them as any sparse network.
 */
abstract class StoredThenCut implements MaskMethod {
  /** Share of the run after which the rule is over. */
  abstract double end(MaskPlan plan);

  /** The rule, up to local step {@code until}. */
  abstract LocalRule rule(MaskPlan plan, long until);

  @Override
  public final LocalRule rule(MaskPlan plan) {
    return rule(plan, until(plan));
  }

  private long until(MaskPlan plan) {
    return (long) Math.ceil(end(plan) * plan.totalSteps());
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    return plan.fullCounts();
  }

  @Override
  public final MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    if (now.step().round() == 0) {
      return MaskOutcome.stay(now.memory());
    }
    if (now.step().step() < until(plan)) {
      return explore(plan, now);
    }
    boolean done = now.mask().nnz() == finalNnz(plan).least();
    return done ? MaskOutcome.stay(now.memory()) : MaskOutcome.move(now.mask(), cut(plan, now, evidence), now.memory());
  }

  /** What moves before the cut. */
  MaskOutcome explore(MaskPlan plan, MaskMoment now) {
    return MaskOutcome.stay(now.memory());
  }

  /** The mask of the finished model. */
  Mask cut(MaskPlan plan, MaskMoment now, Evidence evidence) {
    double[] scores = Scores.MAGNITUDE.of(now.mask(), now.values(), evidence, now.seed());
    return Pruning.byLayer(now.mask(), scores, finalCounts(plan), plan.structure());
  }

  /** The counts of {@link #finalCounts} as a rule takes them. */
  final List<Integer> counts(MaskPlan plan) {
    return Arrays.stream(finalCounts(plan)).boxed().toList();
  }

  /** For methods with groups of their own. */
  static void requireUnstructured(MaskPlan plan, String method, String key) {
    if (plan.settings().structure().kind() != StructureSettings.Kind.UNSTRUCTURED) {
      throw new InvalidInput("sparsity.structure.kind is " + plan.settings().structure().kind()
          + ", but the method " + method + " chooses places its own way (" + key + "); set it to unstructured");
    }
  }

  /** Checks a share of the run. */
  static void checkEnd(String section, double end) {
    if (!(end > 0 && end <= 1)) {
      throw new InvalidInput("sparsity." + section + ".end is " + end
          + "; it must be above 0 and at most 1: the share of the run after which the mask is final");
    }
  }
}
