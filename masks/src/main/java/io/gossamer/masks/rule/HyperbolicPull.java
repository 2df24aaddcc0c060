package io.gossamer.masks.rule;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.select.MagnitudeCut;
import java.util.List;

/**
 * Adds to each gradient {@code lambda * sign(w) * s / cosh(s w)^2 * sum|w| / sum tanh(s|w|)}, which pulls at weights
 * below the layer's cut and hardly at those above. {@code s = 0.6585 / |w|} of the smallest weight that the final count
 * would keep, where the pull bends; it is taken anew at the start of every round. {@code lambda} grows by a constant
 * factor per step. Source: Glandorf et al. 2023, HyperSparse (methods.md B19, golden F19); per layer, where the authors
 * take one s for the model, since our final counts are per layer.
 *
 * @param counts weights that each layer will keep
 * @param first lambda at the start
 * @param growth of lambda over the steps up to {@code until}
 * @param until step from which the rule is over
 */
public record HyperbolicPull(List<Integer> counts, double first, double growth, long until) implements LocalRule {
  /** {@code tanh} bends most at this argument. */
  private static final double BEND = 0.6585;

  public HyperbolicPull {
    counts = List.copyOf(counts);
  }

  @Override
  public boolean holds(long step) {
    return step < until;
  }

  double lambda(long step) {
    return first * StrictMath.pow(growth, Math.min(1, step / (double) Math.max(1, until)));
  }

  @Override
  public BoundRule bind(RuleWeights weights) {
    return new Bound(weights);
  }

  private final class Bound implements BoundRule {
    private final RuleWeights.Layer[] layers;
    private final float[] scale;
    private final float[] bent;
    private final Kernels kernels = KernelChoice.kernels();
    private final MagnitudeCut cut = new MagnitudeCut();

    Bound(RuleWeights weights) {
      this.layers = weights.layers().toArray(RuleWeights.Layer[]::new);
      this.scale = new float[layers.length];
      this.bent = new float[weights.layers().stream().mapToInt(RuleWeights.Layer::nnz).max().orElse(0)];
    }

    @Override
    public void begin(float[] values, long step) {
      for (int l = 0; l < layers.length; l++) {
        int count = Math.min(counts.get(l), layers[l].nnz());
        cut.find(values, layers[l].at(), layers[l].nnz(), count);
        boolean pulls = count > 0 && count < layers[l].nnz() && cut.magnitude() > 0;
        scale[l] = pulls ? (float) (BEND / cut.magnitude()) : 0f;
      }
    }

    @Override
    public void gradient(float[] stored, float[] gradients, long step) {
      double lambda = lambda(step);
      for (int l = 0; l < layers.length; l++) {
        if (scale[l] > 0) {
          pull(stored, gradients, layers[l].at(), layers[l].nnz(), scale[l], lambda);
        }
      }
    }

    private void pull(float[] stored, float[] gradients, int at, int count, float s, double lambda) {
      double sizes = 0;
      double bends = 0;
      for (int n = 0; n < count; n++) {
        float size = Math.abs(stored[at + n]);
        bent[n] = s * size;
        sizes += size;
      }
      kernels.tanh(bent, 0, bent, 0, count);
      for (int n = 0; n < count; n++) {
        bends += bent[n];
      }
      float factor = bends == 0 ? 0 : (float) (lambda * s * sizes / bends);
      for (int n = 0; n < count; n++) {
        // 1 / cosh^2 = 1 - tanh^2, which cannot overflow.
        float pull = factor * (1 - bent[n] * bent[n]);
        gradients[at + n] += Math.copySign(stored[at + n] == 0 ? 0f : pull, stored[at + n]);
      }
    }
  }
}
