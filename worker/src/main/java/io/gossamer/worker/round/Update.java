package io.gossamer.worker.round;

import io.gossamer.ops.optim.Slot;
import java.util.Map;

/**
 * What a task gives back: the values after its local steps, in the documented order of the mask it names.
 *
 * @param steps local steps taken; 0 when the shard is empty, and then there are no values
 * @param rows rows that took part, counted once per step
 * @param weight their summed row weight: what the average weighs this update by
 * @param lossSum summed weighted loss over these rows, each before its step
 * @param computeNanos time spent in local steps; tells, but never decides anything
 * @param state of the optimiser after these steps, beside the values; empty where it does not travel
 */
public record Update(
    int round, int particle, int shard, int maskVersion, long maskHash, int steps, long rows, double weight,
    double lossSum, long computeNanos, float[] values, Map<Slot, float[]> state) {
  /** Values alone. */
  public Update(
      int round, int particle, int shard, int maskVersion, long maskHash, int steps, long rows, double weight,
      double lossSum, long computeNanos, float[] values) {
    this(
        round, particle, shard, maskVersion, maskHash, steps, rows, weight, lossSum, computeNanos, values, Map.of());
  }

  /** The same with {@code array} in the place of its values, and no state. */
  public Update withArray(float[] array) {
    return new Update(round, particle, shard, maskVersion, maskHash, steps, rows, weight, lossSum, computeNanos, array);
  }

  /** Its arrays. */
  public Replica replica() {
    return new Replica(values, state);
  }
}
