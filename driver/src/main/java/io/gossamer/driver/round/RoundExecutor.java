package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.Measures;
import java.util.List;

/** Carries work to the shards and brings results back; failures and retries on the way stay invisible. */
public interface RoundExecutor extends AutoCloseable {
  /**
   * Trains all particles of a round, each on the shards that are its turn.
   *
   * @return the updates by particle, then shard
   */
  RoundResult train(RoundWork work);

  /** Measures several models under one mask on a split, in their order; sums are formed in shard order. */
  List<Measures> measure(Split split, Mask mask, List<float[]> models);

  /** Measures one model on a split. */
  default Measures measure(Split split, Mask mask, float[] values) {
    return measure(split, mask, List.of(values)).get(0);
  }

  /** Measures what several models under one mask predict together; the loss must be one with probabilities. */
  Measures ensemble(Split split, Mask mask, List<float[]> models);

  /**
   * Sums of every batch-norm layer over the training rows, at fixed {@code values}, formed in shard order: what
   * {@link io.gossamer.worker.measure.StatisticsPass#apply} takes.
   */
  double[] statistics(Mask mask, float[] values);

  /**
   * Answers of all training shards to a probe, in shard order.
   *
   * @param values in the order of {@code mask}
   * @param probe an encoded {@link io.gossamer.worker.evidence.Probe}
   * @return encoded {@link io.gossamer.worker.evidence.Answer}s
   */
  List<byte[]> probe(Mask mask, float[] values, byte[] probe);

  /** Where the arrays of several particles lie between uses; closed with this. */
  default Shelf shelf() {
    return Shelf.MEMORY;
  }

  @Override
  void close();
}
