package io.gossamer.masks.rule;

import io.gossamer.ops.select.MagnitudeCut;
import java.util.List;

/**
 * The network computes with the largest stored weights of each layer; gradients reach all that are stored, those
 * outside with a decay of their own, so that they come in or fall behind: {@code g += penalty * (1 / density - 1) * w}
 * there, what lies inside has the optimiser's decay. Source: Jayakumar et al. 2020, Top-KAST; the penalty is their
 * exploration loss with squares (methods.md B28 names it only; the factor {@code 1 / density} is the paper's).
 *
 * @param counts weights that each layer computes with
 * @param densities their share of all places of the layer
 * @param every steps between two choices of the largest
 * @param until step from which the rule is over
 */
public record KeepLargest(List<Integer> counts, List<Double> densities, double penalty, int every, long until)
    implements LocalRule {
  public KeepLargest {
    counts = List.copyOf(counts);
    densities = List.copyOf(densities);
  }

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
    private final int[] count;
    private final float[] pull;
    private final boolean[] inside;
    private final MagnitudeCut cut = new MagnitudeCut();

    Bound(RuleWeights weights) {
      this.layers = weights.layers().toArray(RuleWeights.Layer[]::new);
      this.count = new int[layers.length];
      this.pull = new float[layers.length];
      for (int l = 0; l < layers.length; l++) {
        count[l] = Math.min(counts.get(l), layers[l].nnz());
        pull[l] = count[l] == 0 ? 0 : (float) (penalty * (1 / densities.get(l) - 1));
      }
      this.inside = new boolean[layers.length == 0 ? 0 : layers[layers.length - 1].end()];
    }

    @Override
    public boolean reparameterizes() {
      return true;
    }

    @Override
    public void begin(float[] values, long step) {
      choose(values);
    }

    private void choose(float[] values) {
      for (int l = 0; l < layers.length; l++) {
        cut.find(values, layers[l].at(), layers[l].nnz(), count[l]);
        for (int p = layers[l].at(); p < layers[l].end(); p++) {
          inside[p] = cut.keeps(values[p]);
        }
      }
    }

    @Override
    public void effective(float[] values, long step) {
      if (step % every == 0) {
        choose(values);
      }
      for (int p = 0; p < inside.length; p++) {
        values[p] = inside[p] ? values[p] : 0f;
      }
    }

    @Override
    public void gradient(float[] stored, float[] gradients, long step) {
      for (int l = 0; l < layers.length; l++) {
        for (int p = layers[l].at(); p < layers[l].end(); p++) {
          gradients[p] = inside[p] ? gradients[p] : Math.fma(pull[l], stored[p], gradients[p]);
        }
      }
    }
  }
}
