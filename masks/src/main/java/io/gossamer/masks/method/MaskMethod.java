package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.net.Initialization.FanIn;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;

/**
 * Decides where weights may be nonzero. Pure given what the evidence answers: the same arguments give the same mask,
 * and what a method must remember is in its outcome, never in a field.
 */
public interface MaskMethod {
  /** The mask that the run starts with, version 0: {@link #firstCounts} places a layer. */
  default Mask first(MaskPlan plan, Seed seed) {
    return plan.random(firstCounts(plan), seed);
  }

  /**
   * The next mask, if it moves. Called before the first round, with {@code now.step().round() == 0} and fresh values,
   * and at the end of every round; pruning at initialisation is a move at round 0.
   *
   * @param evidence measures at {@code now.values()} when asked, at the cost of a pass over the shards
   */
  default MaskOutcome next(MaskPlan plan, MaskMoment now, Evidence evidence) {
    return MaskOutcome.stay(now.memory());
  }

  /**
   * Whether {@link #next} may ask for what only a network with all places tells: anything of {@link Evidence} but the
   * flow and the loss of a trial. A task then holds that network beside its own.
   */
  default boolean measuresAllPlaces(MaskPlan plan) {
    return false;
  }

  /** What sizes the first weights where {@code sparsity.initial.fanIn} leaves it to the method. */
  default FanIn firstFanIn(MaskPlan plan) {
    return FanIn.KEPT;
  }

  /** How the local steps differ from ordinary training. */
  default LocalRule rule(MaskPlan plan) {
    return LocalRule.NONE;
  }

  /**
   * The network that is trained in place of the one that was asked for.
   *
   * @throws io.gossamer.ops.InvalidInput if its layers do not allow it
   */
  default NetworkSpec network(NetworkSpec asked, SparsitySettings settings) {
    return asked;
  }

  /** The kept weights of each layer at the start. */
  default int[] firstCounts(MaskPlan plan) {
    return finalCounts(plan);
  }

  /** The kept weights of each layer when the run is over; a method that moves them between layers keeps their sum. */
  default int[] finalCounts(MaskPlan plan) {
    return plan.counts(plan.sparsity());
  }

  /** How many weights the finished model may keep: exactly the plan's, unless the method says otherwise. */
  default NnzRange finalNnz(MaskPlan plan) {
    return NnzRange.exactly(Arrays.stream(finalCounts(plan)).asLongStream().sum());
  }

  /** The most weights kept at any time, for the memory of the plan. */
  default long mostNnz(MaskPlan plan) {
    return Math.max(
        Arrays.stream(firstCounts(plan)).asLongStream().sum(), Arrays.stream(finalCounts(plan)).asLongStream().sum());
  }

  /**
   * Refuses settings that do not go with this method.
   *
   * @throws io.gossamer.ops.InvalidInput naming the setting and the mend
   */
  default void check(MaskPlan plan) {}
}
