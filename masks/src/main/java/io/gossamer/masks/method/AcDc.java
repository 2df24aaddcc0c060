package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.ops.random.Seed;

/**
 * Alternates: dense at first, then cycles of a compressed and a dense phase, compressed at the end. Compression keeps
 * the largest weights; decompression brings every place back, from zero. Dense phases compute and exchange dense
 * values. Source: Peste et al. 2021 (methods.md B20).
 */
final class AcDc implements MaskMethod {
  @Override
  public Mask first(MaskPlan plan, Seed seed) {
    return plan.random(plan.fullCounts(), seed);
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    boolean compressed = now.mask().nnz() == finalNnz(plan).least();
    boolean compress = isCompressed(plan.settings().acDc(), now.step().step() / (double) plan.totalSteps());
    if (compress == compressed) {
      return MaskOutcome.stay(now.memory());
    }
    Mask next = compress
        ? Cut.to(plan, plan.settings().acDc().scope(), now.mask(),
            Scores.MAGNITUDE.of(now.mask(), now.values(), evidence, now.seed()), finalCounts(plan))
        : new Mask(now.mask().version() + 1, plan.layers(), plan.random(plan.fullCounts(), now.seed()).patterns());
    return MaskOutcome.move(now.mask(), next, now.memory());
  }

  /** Whether a run is compressed after a share of its steps. */
  static boolean isCompressed(AcDcSettings settings, double time) {
    if (time < settings.start() || time >= settings.end()) {
      return time >= settings.end();
    }
    double cycle = (settings.end() - settings.start()) / settings.cycles();
    return (time - settings.start()) / cycle % 1 < settings.compressed();
  }

  @Override
  public int[] firstCounts(MaskPlan plan) {
    return plan.fullCounts();
  }
}
