package io.gossamer.driver.round;

import io.gossamer.driver.round.OuterSettings.OuterKind;
import java.util.Map;

/**
 * The driver's step from the old values towards the shards' mean. With {@code delta = old - mean}: Nesterov does
 * {@code v = momentum * v + delta}, {@code new = old - rate * (delta + momentum * v)}; plain averaging takes the mean.
 * Source: Douillard et al. 2023 (DiLoCo), algorithm 1 (methods.md A7, golden F6).
 */
public record OuterOptimizer(OuterKind kind, float rate, float momentum) {
  public static OuterOptimizer of(OuterSettings settings) {
    return new OuterOptimizer(settings.optimizer(), (float) settings.learningRate(), (float) settings.momentum());
  }

  private static final String VELOCITY = "velocity";

  /** The values after a step, and the state to hand to the next one. */
  public record Step(float[] values, Map<String, float[]> state) {}

  /** The state before the first step: arrays as long as the values, by name. */
  public Map<String, float[]> start(int length) {
    return switch (kind) {
      case AVERAGE -> Map.of();
      case NESTEROV -> Map.of(VELOCITY, new float[length]);
    };
  }

  /** Changes none of its arguments. */
  public Step step(float[] values, float[] mean, Map<String, float[]> state) {
    return switch (kind) {
      case AVERAGE -> new Step(mean, state);
      case NESTEROV -> nesterov(values, mean, state.get(VELOCITY));
    };
  }

  private Step nesterov(float[] values, float[] mean, float[] velocity) {
    float[] next = new float[values.length];
    float[] v = new float[values.length];
    for (int p = 0; p < values.length; p++) {
      float delta = values[p] - mean[p];
      v[p] = momentum * velocity[p] + delta;
      next[p] = values[p] - rate * (delta + momentum * v[p]);
    }
    return new Step(next, Map.of(VELOCITY, v));
  }
}
