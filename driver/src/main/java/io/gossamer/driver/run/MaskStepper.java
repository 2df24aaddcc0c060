package io.gossamer.driver.run;

import io.gossamer.driver.evidence.EvidenceCost;
import io.gossamer.driver.evidence.ShardEvidence;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.masks.Explored;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.MaskMemory;
import io.gossamer.masks.criterion.PruneCriterion;
import io.gossamer.masks.method.MaskMethod;
import io.gossamer.masks.method.MaskMoment;
import io.gossamer.masks.method.MaskOutcome;
import io.gossamer.masks.method.MaskStep;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.net.Initialization;
import io.gossamer.ops.random.Seed;
import java.util.Optional;

/** Asks the mask method for its next mask, and says how values and all that goes with them follow. */
final class MaskStepper {
  private final Plan plan;
  private final RoundExecutor executor;
  private final MaskMethod method;
  private final Seed seed;

  MaskStepper(Plan plan, RoundExecutor executor) {
    this.plan = plan;
    this.executor = executor;
    this.method = plan.maskMethod();
    this.seed = new Seed(plan.settings().training().seed());
  }

  /**
   * A step of the mask.
   *
   * @param change empty where the mask stays
   * @param fresh values of a model that starts anew on the new mask
   * @param cost of the evidence that the method asked for
   */
  record Move(Optional<MaskChange> change, Optional<float[]> fresh, MaskMemory memory, EvidenceCost cost) {
    /** A particle after it, where the mask moved. */
    Particle particle(Particle before) {
      Particle moved = before.move(change.orElseThrow());
      return fresh.map(moved::withValues).orElse(moved);
    }
  }

  /**
   * The prune at the end of a phase: {@code keep} places of the mask stay, as the criterion values them.
   *
   * @param values of the model that is judged
   * @param round that ends
   */
  Move prune(Mask mask, float[] values, MaskMemory memory, int round, PruneCriterion criterion, int keep) {
    if (keep == mask.nnz()) {
      return new Move(Optional.empty(), Optional.empty(), memory, EvidenceCost.NONE);
    }
    Seed draws = seed.child("mask step", round);
    ShardEvidence evidence = new ShardEvidence(plan, executor, mask, values, draws);
    Mask next = criterion.prune(mask, values, evidence, draws, keep);
    return new Move(Optional.of(MaskChange.between(mask, next)), Optional.empty(),
        Explored.add(memory, memory, mask, next), evidence.cost());
  }

  /**
   * @param values averaged over shards, and over particles where there are several
   */
  Move next(Mask mask, float[] values, MaskMemory memory, MaskStep step) {
    MaskMoment now = new MaskMoment(mask, values, memory, step, seed.child("mask step", step.round()));
    ShardEvidence evidence = new ShardEvidence(plan, executor, mask, values, now.seed());
    MaskOutcome outcome = method.next(plan.masks(), now, evidence);
    if (outcome.mask().isEmpty()) {
      return new Move(Optional.empty(), Optional.empty(), outcome.memory(), evidence.cost());
    }
    Mask next = outcome.mask().get();
    if (next.version() != mask.version() + 1) {
      throw new InvariantBroken(next + " cannot follow " + mask + ": a version must grow by one");
    }
    MaskChange change = MaskChange.between(mask, outcome.survivors().orElse(mask), next);
    Optional<float[]> fresh = outcome.redrawn()
        ? Optional.of(Initialization.values(plan.train().network(), next.patterns(), seed)) : Optional.empty();
    return new Move(Optional.of(change), fresh, Explored.add(memory, outcome.memory(), mask, next), evidence.cost());
  }
}
