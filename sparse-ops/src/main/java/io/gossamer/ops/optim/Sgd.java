package io.gossamer.ops.optim;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/**
 * Stochastic gradient descent with momentum. With gradient {@code g}: {@code g += weightDecay * w} on weights (never on
 * biases), {@code v = momentum * v + g}, then {@code w -= rate * v}, or {@code w -= rate * (g + momentum * v)} with
 * Nesterov. Source: Sutskever et al. 2013 in the form of torch.optim.SGD without dampening.
 *
 * @param momentum in [0, 1)
 * @param weightDecay L2 factor, at least 0
 */
public record Sgd(float momentum, boolean nesterov, float weightDecay) implements Optimizer {
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new InvalidInput("training.momentum is " + momentum + "; it must be in [0, 1)");
    }
    checkDecay(weightDecay);
  }

  static void checkDecay(float weightDecay) {
    if (!(weightDecay >= 0 && weightDecay < 1)) {
      throw new InvalidInput("training.weightDecay is " + weightDecay + "; it must be in [0, 1)");
    }
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.MOMENTUM);
  }

  @Override
  public void step(
      float[] values, float[] gradients, float[][] state, int from, int to, boolean decays, Pace pace) {
    float decay = decays ? weightDecay : 0;
    if (nesterov) {
      nesterov(values, gradients, state[0], from, to, pace.rate, decay, pace.scale);
    } else {
      heavyBall(values, gradients, state[0], from, to, pace.rate, decay, pace.scale);
    }
  }

  private void nesterov(
      float[] w, float[] gradients, float[] v, int from, int to, float rate, float decay, float scale) {
    for (int p = from; p < to; p++) {
      float g = Math.fma(decay, w[p], scale * gradients[p]);
      v[p] = Math.fma(momentum, v[p], g);
      w[p] = Math.fma(-rate, Math.fma(momentum, v[p], g), w[p]);
    }
  }

  private void heavyBall(
      float[] w, float[] gradients, float[] v, int from, int to, float rate, float decay, float scale) {
    for (int p = from; p < to; p++) {
      float g = Math.fma(decay, w[p], scale * gradients[p]);
      v[p] = Math.fma(momentum, v[p], g);
      w[p] = Math.fma(-rate, v[p], w[p]);
    }
  }
}
