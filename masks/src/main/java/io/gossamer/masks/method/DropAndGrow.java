package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.criterion.Pruning;
import io.gossamer.masks.criterion.Scores;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.structure.StructureSettings;
import io.gossamer.ops.net.Initialization.FanIn;
import io.gossamer.ops.pattern.Pattern;
import java.util.List;
import java.util.Map;

/**
 * What set, rigl and their kin share: when a change is due, each layer drops a share of its kept weights and as many
 * grow (methods.md B, "common loop"). Places that were just dropped may grow again, as {@code sparsity.update.regrown}
 * says. Layers that keep everything are left alone.
 */
abstract class DropAndGrow implements MaskMethod {
  /** The places to grow by layer, {@code counts[l]} of layer l, none of them in {@code except}. */
  abstract int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts);

  /** How many each layer drops. */
  int[] drops(MaskPlan plan, MaskMoment now, Evidence evidence) {
    double share = plan.settings().update().share(plan, now.step());
    return now.mask().patterns().stream().mapToInt(p -> movable(plan, p, (int) (share * p.nnz()))).toArray();
  }

  /** No more than can be dropped and grown again. */
  static int movable(MaskPlan plan, Pattern pattern, int asked) {
    int free = pattern.out() * pattern.in() - pattern.nnz();
    boolean never = plan.settings().update().regrown() == UpdateSettings.Regrown.NEVER;
    return free == 0 ? 0 : never ? Math.min(asked, free) : asked;
  }

  /** What stays when each layer drops its count: the largest magnitudes. */
  Mask keep(MaskPlan plan, MaskMoment now, int[] drops) {
    int[] counts = new int[drops.length];
    for (int l = 0; l < counts.length; l++) {
      counts[l] = now.mask().patterns().get(l).nnz() - drops[l];
    }
    return Pruning.byLayer(
        now.mask(), Scores.MAGNITUDE.of(now.mask(), now.values(), null, now.seed()), counts,
        StructureSettings.unstructured());
  }

  /** How many each layer grows, in all as many as were dropped. */
  int[] grows(MaskPlan plan, MaskMoment now, Evidence evidence, int[] dropped) {
    return dropped;
  }

  /** As in a dense layer: large first weights where nothing is to be learned would outlast every drop. */
  @Override
  public FanIn firstFanIn(MaskPlan plan) {
    return FanIn.ALL;
  }

  /** What to remember after a change. */
  MaskMemory remember(MaskPlan plan, MaskMoment now, Mask next) {
    return now.memory();
  }

  @Override
  public MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    if (!plan.settings().update().isDue(plan, now.step())) {
      return MaskOutcome.stay(now.memory());
    }
    return rewire(plan, now, now.mask().version() + 1, evidence);
  }

  /** Drops and grows; the next mask gets {@code version}. */
  final MaskOutcome rewire(MaskPlan plan, MaskMoment now, int version, Evidence evidence) {
    UpdateSettings.Regrown regrown = plan.settings().update().regrown();
    Mask kept = keep(plan, now, drops(plan, now, evidence));
    int[] dropped = new int[kept.patterns().size()];
    for (int l = 0; l < dropped.length; l++) {
      dropped[l] = now.mask().patterns().get(l).nnz() - kept.patterns().get(l).nnz();
    }
    if (kept.nnz() == now.mask().nnz()) {
      return MaskOutcome.stay(remember(plan, now, now.mask()));
    }
    List<Pattern> except = regrown == UpdateSettings.Regrown.NEVER ? now.mask().patterns() : kept.patterns();
    int[][] grown = grow(plan, now, evidence, except, grows(plan, now, evidence, dropped));
    Mask next = Places.with(version, kept, grown);
    MaskOutcome outcome = MaskOutcome.move(now.mask(), next, remember(plan, now, next));
    return regrown == UpdateSettings.Regrown.RESTART && outcome.mask().isPresent() ? outcome.keeping(kept) : outcome;
  }

  /** Layers that {@code sparsity.layers} sets apart, whose counts are their own. */
  static boolean isApart(MaskPlan plan, int layer) {
    Map<String, Double> apart = plan.allocation().layerSparsity();
    return apart.containsKey(plan.shapes().get(layer).name());
  }

  @Override
  public void check(MaskPlan plan) {
    Refusal.structured(plan, Refusal.key(plan.settings().method()));
  }
}
