package io.gossamer.masks.rule;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Of every m consecutive inputs the network computes with the n largest stored weights, chosen anew in every step; see
 * {@link Runs} for n. Gradients pass straight to all stored weights. Sources: Zhou et al. 2021 (SR-STE): {@code g +=
 * lambda * w} for weights left out; Kao et al. 2022 and Bambhaniya et al. 2024 for the decays, by which what is left
 * out fades instead (methods.md B16, golden F14).
 *
 * @param counts weights that each layer computes with at last
 * @param lengths m of each layer
 * @param until step from which the rule is over
 */
public record NofM(List<Integer> counts, List<Integer> lengths, Flow flow, double lambda, long until)
    implements LocalRule {
  /** Exponent at the end of {@link Flow#EXPONENTIAL}: what is left out has faded to 0.7 %. */
  private static final double LAST_EXPONENT = 5;

  /** Frames of {@link Flow#GEOMETRIC}: runs of 8, 4, 2 and 1 times m. */
  private static final int GEOMETRIC_FRAMES = 4;

  /** What becomes of the weights that are left out. */
  public enum Flow {
    /** Nothing; a decay of their own pulls them to zero. */
    SR_STE,
    /** A share of them counts, which falls in a straight line to 0. */
    LINEAR,
    /** A share of them counts, which falls exponentially. */
    EXPONENTIAL,
    /** Nothing; fewer are left out at first: all but one of m, then half, a quarter, ... down to n. */
    STRUCTURE,
    /** Nothing; runs are eight times as long at first, with eight times as many kept, then four times, twice. */
    GEOMETRIC
  }

  public NofM {
    counts = List.copyOf(counts);
    lengths = List.copyOf(lengths);
  }

  @Override
  public boolean holds(long step) {
    return step < until;
  }

  private double time(long step) {
    return Math.min(1, step / (double) Math.max(1, until));
  }

  /** Share of the weights left out that counts. */
  double share(long step) {
    return switch (flow) {
      case LINEAR -> 1 - time(step);
      case EXPONENTIAL -> StrictMath.exp(-LAST_EXPONENT * time(step));
      case SR_STE, STRUCTURE, GEOMETRIC -> 0;
    };
  }

  /** Inputs of a run. */
  int length(int layer, long step) {
    int m = lengths.get(layer);
    int frame = Math.min(GEOMETRIC_FRAMES - 1, (int) (time(step) * GEOMETRIC_FRAMES));
    return flow == Flow.GEOMETRIC ? m << GEOMETRIC_FRAMES - 1 - frame : m;
  }

  /** Weights that a layer of {@code places} computes with. */
  long count(int layer, long places, long step) {
    int last = counts.get(layer);
    if (flow != Flow.STRUCTURE || last == 0) {
      return last;
    }
    int frames = (int) Math.ceil(Math.log(places / (double) last) / Math.log(2) - 1e-9) + 1;
    int frame = Math.min(frames - 1, (int) (time(step) * frames));
    if (frame == frames - 1) {
      return last;
    }
    double m = lengths.get(layer);
    return Math.max(last, Math.round(places * (frame == 0 ? (m - 1) / m : 1.0 / (1 << frame))));
  }

  /** The pattern of the finished layer: the largest of each run of {@code m} among {@code values}. */
  public static Pattern pattern(Pattern from, int m, int count, float[] values, int at) {
    int[] places = IntStream.range(at, at + from.nnz()).toArray();
    float[] factors = new float[at + from.nnz()];
    Runs runs = new Runs(from, places, m);
    runs.cut(m, count);
    runs.choose(values, factors);
    return Patterns.keep(from, IntStream.range(0, from.nnz()).filter(k -> factors[at + k] == 1).toArray());
  }

  @Override
  public BoundRule bind(RuleWeights weights) {
    return new Bound(weights);
  }

  private final class Bound implements BoundRule {
    private final RuleWeights.Layer[] layers;
    private final Runs[] runs;
    private final float[] factors;

    Bound(RuleWeights weights) {
      this.layers = weights.layers().toArray(RuleWeights.Layer[]::new);
      this.runs = new Runs[layers.length];
      for (int l = 0; l < layers.length; l++) {
        runs[l] = new Runs(layers[l].pattern(), layers[l].byRow(), lengths.get(l));
      }
      this.factors = new float[layers.length == 0 ? 0 : layers[layers.length - 1].end()];
    }

    @Override
    public boolean reparameterizes() {
      return true;
    }

    @Override
    public void effective(float[] values, long step) {
      Arrays.fill(factors, (float) share(step));
      for (int l = 0; l < layers.length; l++) {
        Pattern pattern = layers[l].pattern();
        runs[l].cut(length(l, step), count(l, (long) pattern.out() * pattern.in(), step));
        runs[l].choose(values, factors);
      }
      for (int p = 0; p < factors.length; p++) {
        values[p] *= factors[p];
      }
    }

    /** With {@link Flow#SR_STE} a factor is 1 or 0. */
    @Override
    public void gradient(float[] stored, float[] gradients, long step) {
      if (flow == Flow.SR_STE) {
        float pull = (float) lambda;
        for (int p = 0; p < factors.length; p++) {
          gradients[p] = Math.fma(pull * (1 - factors[p]), stored[p], gradients[p]);
        }
      }
    }
  }
}
