package io.gossamer.masks.rule;

/**
 * Decays weights to which the loss is insensitive: after a step {@code w -= strength * w * max(0, 1 - |g|)}, g being
 * the loss gradient of that step; with {@code relative}, each |g| is taken as a share of the largest of its layer, so
 * that the bound does not depend on the size of the loss. Source: Tartaglione et al. 2022, LOBSTER, the loss-based form
 * of the sensitivity of Tartaglione et al. 2018, which would need a backward pass per class; the rule as in the
 * authors' public code. Not in methods.md.
 *
 * @param until step from which the rule is over
 */
public record InsensitiveDecay(double strength, boolean relative, long until) implements LocalRule {
  @Override
  public boolean holds(long step) {
    return step < until;
  }

  @Override
  public BoundRule bind(RuleWeights weights) {
    return new Bound(weights);
  }

  private final class Bound implements BoundRule {
    private final RuleWeights.Layer[] layers;
    private final float[] kept;

    Bound(RuleWeights weights) {
      this.layers = weights.layers().toArray(RuleWeights.Layer[]::new);
      this.kept = new float[layers.length == 0 ? 0 : layers[layers.length - 1].end()];
    }

    @Override
    public void gradient(float[] stored, float[] gradients, long step) {
      for (RuleWeights.Layer layer : layers) {
        float largest = relative ? largest(gradients, layer.at(), layer.end()) : 1f;
        measure(gradients, layer.at(), layer.end(), largest > 0 ? 1 / largest : 0f);
      }
    }

    private static float largest(float[] gradients, int from, int to) {
      float largest = 0;
      for (int p = from; p < to; p++) {
        largest = Math.max(largest, Math.abs(gradients[p]));
      }
      return largest;
    }

    private void measure(float[] gradients, int from, int to, float scale) {
      float decay = (float) strength;
      for (int p = from; p < to; p++) {
        float insensitivity = Math.max(0f, 1 - scale * Math.abs(gradients[p]));
        kept[p] = Math.fma(-decay, insensitivity, 1f);
      }
    }

    @Override
    public void settle(float[] values, long step, float rate) {
      for (int p = 0; p < kept.length; p++) {
        values[p] *= kept[p];
      }
    }
  }
}
