package io.gossamer.worker.round;

import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Sgd;
import java.io.Serializable;

/**
 * What stays the same for all local steps of a run.
 *
 * @param batchSize rows of a local step; a shard's last batch of a pass may be smaller
 */
public record TrainSpec(NetworkSpec network, int batchSize, Sgd optimizer, LearningRate learningRate)
    implements Serializable {}
