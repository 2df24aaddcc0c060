package io.gossamer.worker.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.random.Seed;
import java.io.Serializable;

/**
 * Everything a task must know of one particle's round, by value.
 *
 * @param firstStep number of the round's first local step, counted as the learning rate counts
 * @param firstBatch number of the round's first batch, counted over the particle's visits to a shard
 * @param steps local steps to take
 * @param rateFactor what the learning rate is multiplied by: 1 unless the run was rolled back
 * @param nanos of the worker's own clock after which it begins no further step; {@link #UNBOUNDED} where all are taken
 * @param stateSteps local steps that made the optimiser's state that travels along; 0 where none does
 */
public record Assignment(
    int round, int particle, int maskVersion, long maskHash, long firstStep, long firstBatch, int steps, long seed,
    float rateFactor, long nanos, long stateSteps)
    implements Serializable {
  /** Takes all steps, however long that is. */
  public static final long UNBOUNDED = Long.MAX_VALUE;

  /** The assignment of a particle that meets a shard every {@code period} rounds. */
  public static Assignment of(
      int round, int particle, Mask mask, long firstStep, int steps, int period, Seed seed) {
    return new Assignment(
        round, particle, mask.version(), mask.hash(), firstStep, firstStep / period, steps, seed.state(), 1,
        UNBOUNDED, 0);
  }

  /** The same with another factor of the learning rate. */
  public Assignment withRateFactor(float factor) {
    return new Assignment(
        round, particle, maskVersion, maskHash, firstStep, firstBatch, steps, seed, factor, nanos, stateSteps);
  }

  /** The same, cut once so many seconds have passed, but not before its first step; 0 does not cut. */
  public Assignment within(double seconds) {
    return new Assignment(round, particle, maskVersion, maskHash, firstStep, firstBatch, steps, seed, rateFactor,
        seconds == 0 ? UNBOUNDED : (long) (seconds * 1e9), stateSteps);
  }

  /** The same with an optimiser that goes on after {@code done} local steps. */
  public Assignment withStateSteps(long done) {
    return new Assignment(round, particle, maskVersion, maskHash, firstStep, firstBatch, steps, seed, rateFactor, nanos,
        done);
  }

  /** The assignment of an only particle. */
  public static Assignment of(int round, int particle, Mask mask, long firstStep, int steps, Seed seed) {
    return of(round, particle, mask, firstStep, steps, 1, seed);
  }
}
