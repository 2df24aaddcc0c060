package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.masks.schedule.Interval;
import io.gossamer.ops.pattern.Pattern;
import java.util.List;

/**
 * Keeps the weights of largest empirical Fisher information: the mean square of single rows' gradients. Chosen before
 * training, and anew every few rounds if asked, each layer keeping its count. Source: Sung, Nair and Raffel 2021, FISH
 * Mask, equation 4 (methods.md A8, golden F17); weights outside the mask are zero here, not at their first values.
 */
final class Fisher extends AtInitialization {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence) {
    return evidence.atKept(Measure.SQUARED_GRADIENT);
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    if (now.step().round() == 0) {
      return super.next(plan, now, evidence);
    }
    int every = plan.settings().initial().fisherEvery();
    UpdateSettings update = plan.settings().update();
    if (every == 0 || !Interval.of(every, update.start(), update.end(), plan.totalSteps())
        .isDueWithin(now.step().round(), now.step().step())) {
      return MaskOutcome.stay(now.memory());
    }
    List<Pattern> none = now.mask().patterns().stream().map(Places::none).toList();
    int[] counts = now.mask().patterns().stream().mapToInt(Pattern::nnz).toArray();
    int[][] chosen = evidence.largest(Search.byLayer(Measure.SQUARED_GRADIENT, none, counts));
    Mask empty = new Mask(0, now.mask().layers(), none);
    return MaskOutcome.move(now.mask(), Places.with(now.mask().version() + 1, empty, chosen), now.memory());
  }

  @Override
  public void check(MaskPlan plan) {
    if (plan.settings().initial().fisherEvery() > 0) {
      Refusal.structured(plan, "fisher with fisherEvery");
    }
  }
}
