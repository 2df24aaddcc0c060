package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.pattern.Pattern;
import java.util.List;

/**
 * Prunes by magnitude along a rise of sparsity, and at every change regenerates: drops a share of what is left and
 * grows it where gradients are largest; goes on regenerating after the rise. Source: Liu et al. 2021, GraNet, algorithm
 * 1 (methods.md B10), with exact counts and a last step of the rise exactly at its end.
 */
final class Granet extends DropAndGrow {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    return Rise.of(plan).first();
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    MaskStep step = now.step();
    MaskMoment pruned = step.round() > 0 && Rise.of(plan).interval().isDue(step.round(), step.step())
        ? pruned(plan, now) : now;
    int version = now.mask().version() + 1;
    MaskOutcome regenerated = plan.settings().update().isDue(plan, step)
        ? rewire(plan, pruned, version, evidence) : MaskOutcome.stay(now.memory());
    Mask next = regenerated.mask().orElse(new Mask(version, now.mask().layers(), pruned.mask().patterns()));
    MaskOutcome outcome = MaskOutcome.move(now.mask(), next, regenerated.memory());
    return outcome.mask().isPresent() && regenerated.survivors().isPresent()
        ? outcome.keeping(regenerated.survivors().get()) : outcome;
  }

  private static MaskMoment pruned(MaskPlan plan, MaskMoment now) {
    int[] counts = Rise.of(plan).at(now.step().step());
    double[] scores = Scores.MAGNITUDE.of(now.mask(), now.values(), null, now.seed());
    Mask cut = Cut.to(plan, plan.settings().initial().scope(), now.mask(), scores, counts);
    float[] values = MaskChange.between(now.mask(), cut).move(now.values());
    return new MaskMoment(cut, values, now.memory(), now.step(), now.seed());
  }

  @Override
  int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts) {
    return evidence.largest(Search.byLayer(Measure.GRADIENT, except, counts));
  }
}
