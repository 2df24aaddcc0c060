package io.gossamer.driver.soup;

import io.gossamer.ops.loss.Measures;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Mixes the last ticket of iterative pruning with earlier ones, the nearest first: {@code (1 - a) * best + a * ticket},
 * for each share {@code a}, kept where that is better on the validation rows. Tickets come restricted to the last mask,
 * which is within all of theirs. Source: Yin et al. 2023, Lottery Pools (methods.md A4), whose code chooses on the test
 * rows, which this does not.
 */
public final class LotteryPool {
  private final List<Double> shares;
  private final UnaryOperator<float[]> recalibrated;
  private final Function<List<float[]>, List<Measures>> measure;

  /**
   * @param recalibrated measures statistics anew
   * @param measure on the validation rows
   */
  public LotteryPool(
      List<Double> shares, UnaryOperator<float[]> recalibrated,
      Function<List<float[]>, List<Measures>> measure) {
    this.shares = List.copyOf(shares);
    this.recalibrated = recalibrated;
    this.measure = measure;
  }

  /**
   * @param tickets from the nearest to the first, in the order of the mask
   */
  public float[] mix(float[] last, List<float[]> tickets) {
    float[] best = last;
    double found = measure.apply(List.of(last)).get(0).headline();
    for (float[] ticket : tickets) {
      float[] from = best;
      List<float[]> trials = shares.stream()
          .map(share -> recalibrated.apply(Soup.weighted(List.of(from, ticket), new double[] {1 - share, share})))
          .toList();
      List<Measures> measures = measure.apply(trials);
      for (int n = 0; n < trials.size(); n++) {
        if (measures.get(n).headline() > found) {
          found = measures.get(n).headline();
          best = trials.get(n);
        }
      }
    }
    return best;
  }
}
