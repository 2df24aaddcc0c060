package io.gossamer.driver.plan;

import io.gossamer.driver.data.DataFacts;
import io.gossamer.masks.method.MaskPlan;
import io.gossamer.worker.round.TrainSpec;
import java.util.List;

/**
 * The resolved configuration of a run: with the data and the code version it determines every bit of the model.
 *
 * @param layers shapes and final nnz
 * @param stepsPerEpoch local steps in which a particle sees every row about once, on all the shards that serve it
 * @param totalSteps local steps of a particle over the run, on each shard that serves it
 * @param localSteps steps of a round (H)
 * @param rounds in all; the last may be shorter
 * @param reasons one sentence for each choice that was left to the plan
 * @param hash of everything that determines the model, data included
 */
public record Plan(
    Settings settings,
    DataFacts data,
    TrainSpec train,
    MaskPlan masks,
    List<LayerPlan> layers,
    long stepsPerEpoch,
    long totalSteps,
    int localSteps,
    int rounds,
    String kernels,
    MemoryNeed memory,
    List<String> reasons,
    String hash) {
  public Plan {
    layers = List.copyOf(layers);
    reasons = List.copyOf(reasons);
  }

  /** Settings that make the same run without measuring again. */
  public Settings toRerun() {
    return settings.with(settings.sparsity().withExecution(
        settings.sparsity().execution(),
        ExecutionChoice.kept(settings.sparsity(), train.network(), train.executions())));
  }

  /** Kept weights of the finished model. */
  public long nnz() {
    return layers.stream().mapToLong(LayerPlan::nnz).sum();
  }

  /** Values of the finished model: kept weights, biases and other dense values. */
  public long parameters() {
    return nnz() + train.network().denseValues();
  }

  /** Steps of round {@code round}, counted from 1. */
  public int steps(int round) {
    return (int) Math.min(localSteps, totalSteps - (round - 1L) * localSteps);
  }
}
