package io.gossamer.driver.round;

import io.gossamer.driver.round.OuterSettings.OuterKind;

/**
 * The driver's step from the old values towards the shards' mean. With {@code delta = old - mean}: Nesterov does
 * {@code v = momentum * v + delta}, {@code new = old - rate * (delta + momentum * v)}; plain averaging takes the mean.
 * Source: Douillard et al. 2023 (DiLoCo), algorithm 1 (methods.md A7, golden F6).
 */
public record OuterOptimizer(OuterKind kind, float rate, float momentum) {
  public static OuterOptimizer of(OuterSettings settings) {
    return new OuterOptimizer(settings.optimizer(), (float) settings.learningRate(), (float) settings.momentum());
  }

  /** The values after a step, and the velocity to hand to the next one. */
  public record Step(float[] values, float[] velocity) {}

  /** The velocity before the first step. */
  public float[] start(int length) {
    return switch (kind) {
      case AVERAGE -> new float[0];
      case NESTEROV -> new float[length];
    };
  }

  /** Changes none of its arguments. */
  public Step step(float[] values, float[] mean, float[] velocity) {
    return switch (kind) {
      case AVERAGE -> new Step(mean, velocity);
      case NESTEROV -> nesterov(values, mean, velocity);
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
    return new Step(next, v);
  }
}
