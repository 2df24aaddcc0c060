package io.gossamer.driver.round;

import io.gossamer.driver.round.OuterSettings.OuterKind;
import java.util.Map;

/**
 * The driver's step from the old values towards the shards' mean. With {@code delta = old - mean}: Nesterov does
 * {@code v = momentum * v + delta}, {@code new = old - rate * (delta + momentum * v)}; plain averaging takes the mean.
 * Source: Douillard et al. 2023 (DiLoCo), algorithm 1 (methods.md A7, golden F6). Adam does
 * {@code m = momentum * m - (1 - momentum) * delta}, {@code s = 0.99 * s + 0.01 * delta^2},
 * {@code new = old + rate * m / (sqrt(s) + 0.001)}. Source: Reddi et al. 2021 (FedAdam), algorithm 2, without bias
 * correction as there.
 */
public record OuterOptimizer(OuterKind kind, float rate, float momentum) {
  public static OuterOptimizer of(OuterSettings settings) {
    return new OuterOptimizer(settings.optimizer(), (float) settings.rate(), (float) settings.momentum());
  }

  private static final String VELOCITY = "velocity";
  private static final String MEAN = "mean";
  private static final String SQUARE = "square";

  /** Decay of Adam's running square, and what keeps its root from zero. Source: Reddi et al. 2021, section 5. */
  private static final float SQUARE_DECAY = 0.99f;
  private static final float ADAPTIVITY = 1e-3f;

  /** The values after a step, and the state to hand to the next one. */
  public record Step(float[] values, Map<String, float[]> state) {}

  /** The state before the first step: arrays as long as the values, by name. */
  public Map<String, float[]> start(int length) {
    return switch (kind) {
      case AVERAGE -> Map.of();
      case NESTEROV -> Map.of(VELOCITY, new float[length]);
      case ADAM -> Map.of(MEAN, new float[length], SQUARE, new float[length]);
    };
  }

  /** Changes none of its arguments. */
  public Step step(float[] values, float[] mean, Map<String, float[]> state) {
    return switch (kind) {
      case AVERAGE -> new Step(mean, state);
      case NESTEROV -> nesterov(values, mean, state.get(VELOCITY));
      case ADAM -> adam(values, mean, state.get(MEAN), state.get(SQUARE));
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

  private Step adam(float[] values, float[] mean, float[] runningMean, float[] runningSquare) {
    float[] next = new float[values.length];
    float[] m = new float[values.length];
    float[] s = new float[values.length];
    for (int p = 0; p < values.length; p++) {
      float delta = values[p] - mean[p];
      m[p] = momentum * runningMean[p] - (1 - momentum) * delta;
      s[p] = SQUARE_DECAY * runningSquare[p] + (1 - SQUARE_DECAY) * delta * delta;
      next[p] = values[p] + rate * m[p] / ((float) Math.sqrt(s[p]) + ADAPTIVITY);
    }
    return new Step(next, Map.of(MEAN, m, SQUARE, s));
  }
}
