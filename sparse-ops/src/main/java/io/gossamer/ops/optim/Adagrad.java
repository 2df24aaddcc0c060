package io.gossamer.ops.optim;

import java.util.List;

/**
 * {@code s += g^2}, {@code w -= rate * g / (sqrt(s) + epsilon)}; weight decay joins the gradient. Source: Duchi et al.
 * 2011.
 *
 * @param epsilon above 0
 */
public record Adagrad(float epsilon, float weightDecay) implements Optimizer {
  public Adagrad {
    Adam.checkEpsilon(epsilon);
    Sgd.checkDecay(weightDecay);
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.SQUARES);
  }

  @Override
  public void step(
      float[] values, float[] gradients, float[][] state, int from, int to, boolean decays, Pace pace) {
    move(values, gradients, state[0], from, to, pace.rate, decays ? weightDecay : 0, pace.scale);
  }

  private void move(
      float[] w, float[] gradients, float[] s, int from, int to, float rate, float decay, float scale) {
    for (int p = from; p < to; p++) {
      float g = Math.fma(decay, w[p], scale * gradients[p]);
      s[p] = Math.fma(g, g, s[p]);
      w[p] = w[p] - rate * g / ((float) Math.sqrt(s[p]) + epsilon);
    }
  }
}
