package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.Measures;
import io.gossamer.worker.round.Assignment;

/** Carries work to the shards and brings results back; failures and retries on the way stay invisible. */
public interface RoundExecutor extends AutoCloseable {
  /**
   * Trains every training shard from {@code values}.
   *
   * @return the updates in shard order
   */
  RoundResult train(Assignment assignment, Mask mask, float[] values);

  /** Measures {@code values} on a split; the sums are formed in shard order. */
  Measures measure(Split split, Mask mask, float[] values);

  /**
   * Sums of every batch-norm layer over the training rows, at fixed {@code values}, formed in shard order: what
   * {@link io.gossamer.worker.measure.StatisticsPass#apply} takes.
   */
  double[] statistics(Mask mask, float[] values);

  @Override
  void close();
}
