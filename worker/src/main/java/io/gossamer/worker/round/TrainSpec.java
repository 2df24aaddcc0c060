package io.gossamer.worker.round;

import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.Clipping;
import io.gossamer.ops.optim.Optimizer;
import io.gossamer.ops.optim.Rate;
import java.io.Serializable;

/**
 * What stays the same for all local steps of a particle in a phase.
 *
 * @param batchSize rows of a local step; a shard's last batch of a pass may be smaller
 * @param executions which masked layers run dense; decided on the driver
 * @param rule how the mask method changes the steps
 * @param teacher null where there is none
 */
public record TrainSpec(
    NetworkSpec network, int batchSize, Optimizer optimizer, Clipping clipping, Rate learningRate,
    Executions executions, LocalRule rule, TeacherSpec teacher)
    implements Serializable {
  /** Without a teacher. */
  public TrainSpec(
      NetworkSpec network, int batchSize, Optimizer optimizer, Clipping clipping, Rate learningRate,
      Executions executions, LocalRule rule) {
    this(network, batchSize, optimizer, clipping, learningRate, executions, rule, null);
  }

  /** Ordinary steps. */
  public TrainSpec(
      NetworkSpec network, int batchSize, Optimizer optimizer, Clipping clipping, Rate learningRate,
      Executions executions) {
    this(network, batchSize, optimizer, clipping, learningRate, executions, LocalRule.NONE);
  }

  /** With nothing measured. */
  public TrainSpec(
      NetworkSpec network, int batchSize, Optimizer optimizer, Clipping clipping, Rate learningRate) {
    this(network, batchSize, optimizer, clipping, learningRate, Executions.UNMEASURED);
  }

  /** Without clipping, and with nothing measured. */
  public TrainSpec(NetworkSpec network, int batchSize, Optimizer optimizer, Rate learningRate) {
    this(network, batchSize, optimizer, Clipping.NONE, learningRate);
  }

  /** The same but for what may differ between particles. */
  public TrainSpec with(NetworkSpec network, Optimizer optimizer, Rate learningRate) {
    return new TrainSpec(network, batchSize, optimizer, clipping, learningRate, executions, rule, teacher);
  }
}
