package io.gossamer.driver.sweep;

import java.util.List;

/**
 * Mean and spread of one figure over seeds.
 *
 * @param deviation of one run (n - 1 in the divisor); 0 for one run
 */
public record Spread(int runs, double mean, double deviation, double least, double most) {
  static Spread of(List<Double> figures) {
    double mean = figures.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    double squares = figures.stream().mapToDouble(figure -> (figure - mean) * (figure - mean)).sum();
    return new Spread(
        figures.size(), mean, figures.size() < 2 ? 0 : Math.sqrt(squares / (figures.size() - 1)),
        figures.stream().mapToDouble(Double::doubleValue).min().orElse(Double.NaN),
        figures.stream().mapToDouble(Double::doubleValue).max().orElse(Double.NaN));
  }

  /** Of the mean. */
  public double standardError() {
    return runs == 0 ? Double.NaN : deviation / Math.sqrt(runs);
  }
}
