package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.ops.random.Seed;
import java.util.Optional;

/** Decides where weights may be nonzero. Pure: the same arguments give the same mask. */
public interface MaskMethod {
  /** The mask that training starts with, version 0. */
  Mask first(MaskPlan plan, Seed seed);

  /**
   * The next mask, or empty when it stays. Called at the end of every round.
   *
   * @param values the averaged model in the documented order of {@code mask}; not to be changed
   */
  Optional<Mask> next(MaskPlan plan, Mask mask, float[] values, MaskStep step);

  /** The kept weights of each layer at the start. */
  default int[] firstCounts(MaskPlan plan) {
    return finalCounts(plan);
  }

  /** The kept weights of each layer when the run is over. */
  default int[] finalCounts(MaskPlan plan) {
    return plan.allocation().counts(plan.sparsity());
  }
}
