package io.gossamer.ops.optim;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Window;
import java.io.Serializable;

/**
 * Stochastic gradient descent with momentum. With gradient {@code g}: {@code g += weightDecay * w} on weights (never on
 * biases), {@code v = momentum * v + g}, then {@code w -= rate * v}, or {@code w -= rate * (g + momentum * v)} with
 * Nesterov. Source: Sutskever et al. 2013 in the form of torch.optim.SGD without dampening.
 *
 * @param momentum in [0, 1)
 * @param weightDecay L2 factor, at least 0
 */
public record Sgd(float momentum, boolean nesterov, float weightDecay) implements Serializable {
  public Sgd {
    if (!(momentum >= 0 && momentum < 1)) {
      throw new InvalidInput("training.momentum is " + momentum + "; it must be in [0, 1)");
    }
    if (!(weightDecay >= 0 && weightDecay < 1)) {
      throw new InvalidInput("training.weightDecay is " + weightDecay + "; it must be in [0, 1)");
    }
  }

  /**
   * One step over all windows, in place.
   *
   * @param velocity as long as the values; updated
   */
  public void step(ParameterLayout layout, float[] values, float[] gradients, float[] velocity, float rate) {
    for (int n = 0; n < layout.windows().size(); n++) {
      Window window = layout.windows().get(n);
      float decay = window.masked() ? weightDecay : 0;
      if (nesterov) {
        nesterov(values, gradients, velocity, window.offset(), window.end(), rate, decay);
      } else {
        heavyBall(values, gradients, velocity, window.offset(), window.end(), rate, decay);
      }
    }
  }

  private void nesterov(float[] w, float[] gradients, float[] v, int from, int to, float rate, float decay) {
    for (int p = from; p < to; p++) {
      float g = Math.fma(decay, w[p], gradients[p]);
      v[p] = Math.fma(momentum, v[p], g);
      w[p] = Math.fma(-rate, Math.fma(momentum, v[p], g), w[p]);
    }
  }

  private void heavyBall(float[] w, float[] gradients, float[] v, int from, int to, float rate, float decay) {
    for (int p = from; p < to; p++) {
      float g = Math.fma(decay, w[p], gradients[p]);
      v[p] = Math.fma(momentum, v[p], g);
      w[p] = Math.fma(-rate, v[p], w[p]);
    }
  }
}
