package io.gossamer.worker.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.random.Seed;
import java.io.Serializable;

/**
 * Everything a task must know of its round, by value.
 *
 * @param firstStep number of the round's first local step, counted over the whole run
 * @param steps local steps to take
 */
public record Assignment(
    int round, int particle, int maskVersion, long maskHash, long firstStep, int steps, long seed)
    implements Serializable {
  /** The assignment of a round under {@code mask}. */
  public static Assignment of(int round, int particle, Mask mask, long firstStep, int steps, Seed seed) {
    return new Assignment(round, particle, mask.version(), mask.hash(), firstStep, steps, seed.state());
  }
}
