package io.gossamer.masks.rule;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A proximal step on the sparse envelope of groups after each step of the optimiser. The envelope is the largest convex
 * function below half the squared norm on models of at most k weights in whole groups: {@code S(w) = 1/2 min sum
 * |w_j|^2 / u_j} over {@code 0 <= u_j <= 1} with {@code sum d_j u_j <= k}, d_j being the size of group j. Its proximal
 * step with factor t is {@code w_j *= u_j / (t + u_j)} with {@code u_j = clip(|w_j| / sqrt(mu d_j) - t, 0, 1)}, mu such
 * that the budget is met: groups among the largest shrink by {@code 1 / (1 + t)}, the others faster the smaller they
 * are, the smallest to zero. Source: Beck and Refael 2022 for the envelope and its proximal step, Refael et al. 2023
 * (WGSEF) for groups with weights; the form here was derived anew (methods.md B27 has the idea only).
 *
 * @param counts weights that each layer will keep
 * @param size inputs of a group: consecutive ones of an output; 0 for all inputs of an output
 * @param strength t is this times the learning rate
 * @param until step from which the rule is over
 */
public record GroupEnvelope(List<Integer> counts, int size, double strength, long until) implements LocalRule {
  /** More than halving takes to the last bit; Newton's steps take a few. */
  private static final int STEPS = 100;

  /** Of the budget. */
  private static final double TOLERANCE = 1e-6;

  /** Beyond it every group that is not zero is saturated. */
  private static final double UNREACHABLE = 1e30;

  public GroupEnvelope {
    counts = List.copyOf(counts);
  }

  @Override
  public boolean holds(long step) {
    return step < until;
  }

  /**
   * The pattern of the finished layer: groups in falling order of their norm over the root of their size, lower places
   * first among equals, until {@code count} weights are kept; of the last group the largest.
   */
  public static Pattern pattern(Pattern from, int size, int count, float[] values, int at) {
    Groups groups = Groups.of(new RuleWeights.Layer("", at, from, null, -1), size);
    double[] worth = new double[groups.count()];
    for (int j = 0; j < worth.length; j++) {
      worth[j] = Math.sqrt(groups.squares(values, j) / groups.length(j));
    }
    int[] order = IntStream.range(0, worth.length).boxed()
        .sorted(Comparator.comparingDouble(j -> -worth[j])).mapToInt(j -> j).toArray();
    BitSet kept = new BitSet();
    int left = count;
    for (int n = 0; left > 0; n++) {
      int first = groups.starts()[order[n]];
      int whole = Math.min(left, groups.length(order[n]));
      for (int k : TopK.largestMagnitudes(values, at + first, groups.length(order[n]), whole)) {
        kept.set(first + k);
      }
      left -= whole;
    }
    return Patterns.keep(from, kept.stream().toArray());
  }

  @Override
  public BoundRule bind(RuleWeights weights) {
    return new Bound(weights);
  }

  private final class Bound implements BoundRule {
    private final Groups[] groups;

    /** Of the local step before, in the same round. */
    private final double[] roots;

    Bound(RuleWeights weights) {
      this.groups = weights.layers().stream().map(layer -> Groups.of(layer, size)).toArray(Groups[]::new);
      this.roots = new double[groups.length];
    }

    @Override
    public void begin(float[] values, long step) {
      Arrays.fill(roots, 0);
    }

    @Override
    public void settle(float[] values, long step, float rate) {
      float t = (float) (strength * rate);
      for (int l = 0; l < groups.length && t > 0; l++) {
        if (counts.get(l) < groups[l].members().length) {
          roots[l] = proximal(values, groups[l], counts.get(l), t, roots[l]);
        }
      }
    }
  }

  /**
   * In place.
   *
   * @param guess of {@code 1 / sqrt(mu)}, the nearer the faster; 0 for none
   * @return {@code 1 / sqrt(mu)}, or the guess where all weights are zero
   */
  static double proximal(float[] values, Groups groups, int budget, float t, double guess) {
    float[] ratio = groups.scratch();
    float largest = 0;
    for (int j = 0; j < groups.count(); j++) {
      ratio[j] = (float) Math.sqrt(groups.squares(values, j) / groups.length(j));
      largest = Math.max(largest, ratio[j]);
    }
    if (largest == 0) {
      return guess;
    }
    double inverse = inverseRoot(ratio, groups, budget, t, (1 + t) / (double) largest, guess);
    for (int j = 0; j < groups.count(); j++) {
      if (ratio[j] > 0) {
        float u = (float) Math.max(0, Math.min(1, ratio[j] * inverse - t));
        groups.scale(values, j, u / (t + u));
      }
    }
    return inverse;
  }

  /**
   * {@code x = 1 / sqrt(mu)} that meets the budget. The sum of {@code d_j u_j} is piecewise linear in x and grows with
   * it, so Newton's steps end soon; where one leaves what is known to hold the root, the middle is taken. Zero groups
   * may leave less than the budget: then no x meets it, and the largest tried saturates all others.
   *
   * @param start where the largest group is saturated; tried at once where no group moves at the guess
   */
  private static double inverseRoot(
      float[] ratio, Groups groups, int budget, float t, double start, double guess) {
    double low = 0;
    double high = Double.POSITIVE_INFINITY;
    double x = guess > 0 && guess < UNREACHABLE ? guess : start;
    for (int n = 0; n < STEPS && x < UNREACHABLE; n++) {
      double used = 0;
      double slope = 0;
      for (int j = 0; j < ratio.length; j++) {
        double u = ratio[j] * x - t;
        if (u >= 1) {
          used += groups.length(j);
        } else if (u > 0) {
          used += groups.length(j) * u;
          slope += groups.length(j) * (double) ratio[j];
        }
      }
      double missing = budget - used;
      if (Math.abs(missing) <= TOLERANCE * budget) {
        return x;
      }
      if (missing > 0) {
        low = x;
      } else {
        high = x;
      }
      double next = slope > 0 ? x + missing / slope : start;
      x = next > low && next < high ? next : high < Double.POSITIVE_INFINITY ? (low + high) / 2 : 2 * x;
    }
    return x;
  }

  /**
   * The groups of one layer.
   *
   * @param members places in the array of values, group after group
   * @param starts where each group starts among them, and their end
   * @param scratch a number per group
   */
  record Groups(int[] members, int[] starts, float[] scratch) {
    static Groups of(RuleWeights.Layer layer, int size) {
      int wide = size == 0 ? Math.max(1, layer.pattern().in()) : size;
      int[] starts = new int[layer.nnz() + 1];
      int count = 0;
      int[] row = layer.pattern().rowStarts();
      int[] column = layer.pattern().columns();
      for (int o = 0; o < layer.pattern().out(); o++) {
        for (int k = row[o]; k < row[o + 1]; k++) {
          if (k == row[o] || column[k] / wide != column[k - 1] / wide) {
            starts[count++] = k;
          }
        }
      }
      starts[count] = layer.nnz();
      return new Groups(layer.byRow(), Arrays.copyOf(starts, count + 1), new float[count]);
    }

    int count() {
      return scratch.length;
    }

    int length(int j) {
      return starts[j + 1] - starts[j];
    }

    /** Of its norm. */
    double squares(float[] values, int j) {
      double squares = 0;
      for (int n = starts[j]; n < starts[j + 1]; n++) {
        double w = values[members[n]];
        squares += w * w;
      }
      return squares;
    }

    void scale(float[] values, int j, float factor) {
      for (int n = starts[j]; n < starts[j + 1]; n++) {
        values[members[n]] *= factor;
      }
    }
  }
}
