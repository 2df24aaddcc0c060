package io.gossamer.ops.optim;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/**
 * Adam: {@code m = beta1 m + (1 - beta1) g}, {@code v = beta2 v + (1 - beta2) g^2}, both corrected for their start at
 * zero, {@code w -= rate * m / (sqrt(v) + epsilon)}. Weight decay either joins the gradient (Kingma and Ba 2015) or is
 * decoupled, {@code w -= rate * weightDecay * w} before the step (AdamW, Loshchilov and Hutter 2019).
 *
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon above 0
 */
public record Adam(float beta1, float beta2, float epsilon, float weightDecay, boolean decoupled)
    implements Optimizer {
  public Adam {
    checkMoments(beta1, beta2, epsilon);
    Sgd.checkDecay(weightDecay);
  }

  static void checkMoments(float beta1, float beta2, float epsilon) {
    if (!(beta1 >= 0 && beta1 < 1)) {
      throw new InvalidInput("training.beta1 is " + beta1 + "; it must be in [0, 1)");
    }
    if (!(beta2 >= 0 && beta2 < 1)) {
      throw new InvalidInput("training.beta2 is " + beta2 + "; it must be in [0, 1)");
    }
    checkEpsilon(epsilon);
  }

  static void checkEpsilon(float epsilon) {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new InvalidInput("training.epsilon is " + epsilon + "; it must be above 0 and below 1");
    }
  }

  @Override
  public List<Slot> slots() {
    return List.of(Slot.MOMENTUM, Slot.SQUARES);
  }

  @Override
  public void pace(Pace pace, float rate) {
    pace.rate = rate;
    pace.correct(beta1, beta2, rate);
  }

  @Override
  public void resume(Pace pace, long steps) {
    pace.resume(beta1, beta2, steps);
  }

  @Override
  public void step(
      float[] values, float[] gradients, float[][] state, int from, int to, boolean decays, Pace pace) {
    float l2 = decays && !decoupled ? weightDecay : 0;
    float kept = decays && decoupled ? 1 - pace.rate * weightDecay : 1;
    move(values, gradients, state[0], state[1], from, to, pace.first, pace.second, l2, kept, pace.scale);
  }

  private void move(
      float[] w, float[] gradients, float[] m, float[] v, int from, int to, float rate, float correction, float l2,
      float kept, float scale) {
    for (int p = from; p < to; p++) {
      float g = Math.fma(l2, w[p], scale * gradients[p]);
      m[p] = Math.fma(beta1, m[p], (1 - beta1) * g);
      v[p] = Math.fma(beta2, v[p], (1 - beta2) * g * g);
      float size = Math.fma((float) Math.sqrt(v[p]), correction, epsilon);
      w[p] = Math.fma(kept, w[p], -rate * m[p] / size);
    }
  }
}
