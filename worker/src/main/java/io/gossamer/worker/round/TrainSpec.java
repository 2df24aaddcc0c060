package io.gossamer.worker.round;

import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Optimizer;
import java.io.Serializable;

/**
 * What stays the same for all local steps of a particle in a phase.
 *
 * @param batchSize rows of a local step; a shard's last batch of a pass may be smaller
 */
public record TrainSpec(
    NetworkSpec network, int batchSize, Optimizer optimizer, Clipping clipping, LearningRate learningRate)
    implements Serializable {
  /** Without clipping. */
  public TrainSpec(NetworkSpec network, int batchSize, Optimizer optimizer, LearningRate learningRate) {
    this(network, batchSize, optimizer, Clipping.NONE, learningRate);
  }
}
