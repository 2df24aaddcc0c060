package io.gossamer.driver.soup;

import io.gossamer.ops.loss.Measures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Mixing weights that lower the loss on the validation rows: learned soup (Wortsman et al. 2022, methods.md A4).
 * Weights stay at least 0 and add up to 1. Each step moves them straight towards one particle, or away from one until
 * it is out (Frank and Wolfe 1956, with away steps), as far as the best of a few lengths: losses alone are compared, so
 * that the search never ends worse than it began.
 */
final class MixingSearch {
  private static final double[] LENGTHS = {0.5, 0.25, 0.1, 0.03};
  private static final int STEPS = 24;
  private static final double LEAST_GAIN = 1e-4;

  /** Models measured in one pass, so that many particles do not make a long list of messages. */
  private static final int AT_ONCE = 32;

  private final Function<double[], float[]> mix;
  private final Function<List<float[]>, List<Measures>> measure;

  MixingSearch(Function<double[], float[]> mix, Function<List<float[]>, List<Measures>> measure) {
    this.mix = mix;
    this.measure = measure;
  }

  /**
   * @param start weights to begin with, where the best single particle is not better
   * @param each particle, measured
   * @return empty if the start is best
   */
  Optional<double[]> search(double[] start, Measures ofStart, List<Measures> each) {
    double[] weights = start;
    double best = ofStart.meanLoss();
    for (int p = 0; p < start.length; p++) {
      if (each.get(p).meanLoss() < best) {
        best = each.get(p).meanLoss();
        weights = moved(start, p, 1);
      }
    }
    for (int step = 0; step < STEPS; step++) {
      List<double[]> trials = trials(weights);
      double[] losses = losses(trials);
      int least = 0;
      for (int n = 1; n < losses.length; n++) {
        least = losses[n] < losses[least] ? n : least;
      }
      if (!(losses[least] < best * (1 - LEAST_GAIN))) {
        break;
      }
      best = losses[least];
      weights = trials.get(least);
    }
    return weights == start ? Optional.empty() : Optional.of(weights);
  }

  private static List<double[]> trials(double[] weights) {
    List<double[]> trials = new ArrayList<>();
    for (int p = 0; p < weights.length; p++) {
      for (double length : LENGTHS) {
        trials.add(moved(weights, p, length));
      }
      if (weights[p] > 0 && weights[p] < 1) {
        double out = -weights[p] / (1 - weights[p]);
        trials.add(moved(weights, p, out));
        trials.add(moved(weights, p, out / 2));
      }
    }
    return trials;
  }

  /** {@code (1 - length) * weights + length * (particle p alone)}. */
  private static double[] moved(double[] weights, int p, double length) {
    double[] moved = new double[weights.length];
    for (int q = 0; q < weights.length; q++) {
      moved[q] = Math.max(0, (1 - length) * weights[q] + (q == p ? length : 0));
    }
    return moved;
  }

  private double[] losses(List<double[]> trials) {
    double[] losses = new double[trials.size()];
    for (int from = 0; from < losses.length; from += AT_ONCE) {
      List<double[]> some = trials.subList(from, Math.min(losses.length, from + AT_ONCE));
      List<Measures> measures = measure.apply(Models.of(some.size(), n -> mix.apply(some.get(n))));
      for (int n = 0; n < some.size(); n++) {
        losses[from + n] = measures.get(n).meanLoss();
      }
    }
    return losses;
  }
}
