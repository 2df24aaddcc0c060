package io.gossamer.masks.rule;

import io.gossamer.ops.values.Learned;
import java.util.List;

/**
 * Weights shrunk by a threshold that each layer learns: {@code w' = sign(w) * max(|w| - theta, 0)} with {@code theta =
 * sigmoid(T)}. Weights above it take their gradient whole, those below a share of it, the leak; the threshold's is
 * {@code dT = -theta * (1 - theta) * sum of sign(w) * g}, with the same shares. Sources: Kusupati et al. 2020 (STR)
 * without a leak, Kundu et al. 2023 (AutoSparse) with one that is annealed (methods.md B17, B18, golden F2, F7).
 *
 * @param start T before training
 * @param leak first share of the gradient for weights below the threshold; it falls to 0 at nine tenths of the time
 * @param decay powers of e by which T would fall up to {@code until} if the loss did not hold it
 * @param until step from which the rule is over
 */
public record SoftThreshold(double start, double leak, double decay, long until) implements LocalRule {
  /** Share of the time after which nothing leaks. */
  private static final double LEAK_END = 0.9;

  @Override
  public boolean holds(long step) {
    return step < until;
  }

  /** The annealing of the leak: {@code max((1 + cos(pi t)) / 2, 1 - sigmoid(12 t - 6))}, t from 0 to 1. */
  static double annealing(double t) {
    double cosine = (1 + StrictMath.cos(Math.PI * t)) / 2;
    return Math.max(cosine, 1 - 1 / (1 + StrictMath.exp(6 - 12 * t)));
  }

  /** Share of the gradient that weights below the threshold take in a step. */
  double leak(long step) {
    double t = step / (double) Math.max(1, until);
    return leak == 0 || t >= LEAK_END ? 0 : leak * annealing(t);
  }

  @Override
  public List<Learned> learned(List<String> layers) {
    return layers.stream().map(layer -> new Learned(layer + ".threshold", 1, (float) start)).toList();
  }

  @Override
  public BoundRule bind(RuleWeights weights) {
    return new Bound(weights);
  }

  /** Between 0 and 1. */
  static float sigmoid(float t) {
    return (float) (1 / (1 + StrictMath.exp(-(double) t)));
  }

  private final class Bound implements BoundRule {
    private final RuleWeights.Layer[] layers;

    Bound(RuleWeights weights) {
      this.layers = weights.layers().toArray(RuleWeights.Layer[]::new);
    }

    @Override
    public boolean reparameterizes() {
      return true;
    }

    @Override
    public void effective(float[] values, long step) {
      for (RuleWeights.Layer layer : layers) {
        shrink(values, layer.at(), layer.end(), sigmoid(values[layer.learnedAt()]));
      }
    }

    private void shrink(float[] values, int from, int to, float theta) {
      for (int p = from; p < to; p++) {
        values[p] = Math.copySign(Math.max(Math.abs(values[p]) - theta, 0f), values[p]);
      }
    }

    @Override
    public void gradient(float[] stored, float[] gradients, long step) {
      float leak = (float) leak(step);
      for (RuleWeights.Layer layer : layers) {
        float theta = sigmoid(stored[layer.learnedAt()]);
        double sum = share(stored, gradients, layer.at(), layer.end(), theta, leak);
        gradients[layer.learnedAt()] = (float) (-(double) theta * (1 - theta) * sum);
      }
    }

    /**
     * Leaves to each weight its share of the gradient; gives the sum of {@code sign(w) * g} over these, in four partial
     * sums by turns. No branch hangs on a weight: signs are as good as random, and most guesses would be wrong.
     */
    private double share(float[] stored, float[] gradients, int from, int to, float theta, float leak) {
      double p0 = 0;
      double p1 = 0;
      double p2 = 0;
      double p3 = 0;
      int whole = from + (to - from & -4);
      for (int p = from; p < whole; p += 4) {
        p0 += signed(stored[p], gradients[p] = part(stored[p], gradients[p], theta, leak));
        p1 += signed(stored[p + 1], gradients[p + 1] = part(stored[p + 1], gradients[p + 1], theta, leak));
        p2 += signed(stored[p + 2], gradients[p + 2] = part(stored[p + 2], gradients[p + 2], theta, leak));
        p3 += signed(stored[p + 3], gradients[p + 3] = part(stored[p + 3], gradients[p + 3], theta, leak));
      }
      double sum = p0 + p2 + (p1 + p3);
      for (int p = whole; p < to; p++) {
        sum += signed(stored[p], gradients[p] = part(stored[p], gradients[p], theta, leak));
      }
      return sum;
    }

    /** {@code |w| > theta ? g : leak * g}; floats of at least 0 are in the order of their bits. */
    private static float part(float w, float g, float theta, float leak) {
      int size = Float.floatToRawIntBits(w) & Integer.MAX_VALUE;
      int above = Float.floatToRawIntBits(theta) - size >> 31;
      return Float.intBitsToFloat(
          Float.floatToRawIntBits(g) & above | Float.floatToRawIntBits(leak * g) & ~above);
    }

    /** {@code g}, turned round where w has the sign bit. */
    private static float signed(float w, float g) {
      return Float.intBitsToFloat(Float.floatToRawIntBits(g) ^ Float.floatToRawIntBits(w) & Integer.MIN_VALUE);
    }

    @Override
    public void settle(float[] values, long step, float rate) {
      float kept = (float) StrictMath.exp(-decay / Math.max(1, until));
      for (RuleWeights.Layer layer : layers) {
        values[layer.learnedAt()] *= kept;
      }
    }
  }
}
