package io.gossamer.ops.optim;

import java.util.List;

/**
 * Adam's direction, decay included, scaled per window to the size of its values: {@code r = m / (sqrt(v) + epsilon) +
 * weightDecay * w}, {@code w -= rate * |w| / |r| * r}, the ratio being 1 where either norm is 0 or the ratio above
 * 1e30. A window is one weight matrix or one vector. Source: You et al. 2020, algorithm 2.
 */
public record Lamb(float beta1, float beta2, float epsilon, float weightDecay) implements Optimizer {
  /** Where a gradient has died, what is left of its moments shrinks until the ratio overflows, and values with it. */
  private static final float MOST = 1e30f;

  public Lamb {
    Adam.checkMoments(beta1, beta2, epsilon);
    Sgd.checkDecay(weightDecay);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.MOMENTUM, Slot.SQUARES, Slot.SCRATCH);
  }

  @Override
  public boolean needsWholeWindows() {
    return true;
  }

  @Override
  public void pace(Pace pace, float rate) {
    pace.rate = rate;
    pace.correct(beta1, beta2, 1);
  }

  @Override
  public void resume(Pace pace, long steps) {
    pace.resume(beta1, beta2, steps);
  }

  @Override
  public void step(
      float[] values, float[] gradients, float[][] state, int from, int to, boolean decays, Pace pace) {
    float[] direction = state[2];
    direct(
        values, gradients, state[0], state[1], direction, from, to, pace.first, pace.second, decays ? weightDecay : 0,
        pace.scale);
    double size = Math.sqrt(Squares.sum(values, from, to));
    double length = Math.sqrt(Squares.sum(direction, from, to));
    float ratio = (float) (size / length);
    float scaled = pace.rate * (ratio > 0 && ratio <= MOST ? ratio : 1);
    for (int p = from; p < to; p++) {
      values[p] = Math.fma(-scaled, direction[p], values[p]);
    }
  }

  private void direct(
      float[] w, float[] gradients, float[] m, float[] v, float[] direction, int from, int to, float first,
      float second, float decay, float scale) {
    for (int p = from; p < to; p++) {
      float g = scale * gradients[p];
      m[p] = Math.fma(beta1, m[p], (1 - beta1) * g);
      v[p] = Math.fma(beta2, v[p], (1 - beta2) * g * g);
      float size = Math.fma((float) Math.sqrt(v[p]), second, epsilon);
      direction[p] = Math.fma(decay, w[p], first * m[p] / size);
    }
  }
}
