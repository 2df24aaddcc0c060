package io.gossamer.worker.round;

/**
 * What a task gives back: the values after its local steps, in the documented order of the mask it names.
 *
 * @param steps local steps taken; 0 when the shard is empty, and then there are no values
 * @param rows rows that took part, counted once per step
 * @param weight their summed row weight: what the average weighs this update by
 * @param lossSum summed weighted loss over these rows, each before its step
 * @param computeNanos time spent in local steps; tells, but never decides anything
 */
public record Update(
    int round, int particle, int shard, int maskVersion, long maskHash, int steps, long rows, double weight,
    double lossSum, long computeNanos, float[] values) {
  /** The same with other values. */
  public Update withValues(float[] others) {
    return new Update(
        round, particle, shard, maskVersion, maskHash, steps, rows, weight, lossSum, computeNanos, others);
  }
}
