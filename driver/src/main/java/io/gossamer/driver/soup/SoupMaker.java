package io.gossamer.driver.soup;

import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.worker.measure.StatisticsPass;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Makes one model of the particles of a phase. All choices are made on the validation rows, the same for every
 * particle. Sources: Wortsman et al. 2022 (methods.md A4); the gate answers Choi et al. 2024, where means of particles
 * that are not in one basin are worse than each (A2).
 */
public final class SoupMaker {
  private final SoupSettings settings;
  private final NetworkSpec network;
  private final RoundExecutor executor;

  public SoupMaker(SoupSettings settings, NetworkSpec network, RoundExecutor executor) {
    this.settings = settings;
    this.network = network;
    this.executor = executor;
  }

  /**
   * @param particles values of each, all under {@code mask}
   * @param rows that each has trained on; asked by {@link SoupKind#ROWS} alone
   */
  public SoupOutcome make(Mask mask, List<float[]> particles, double[] rows) {
    if (particles.size() == 1) {
      return SoupOutcome.only(particles.get(0));
    }
    double[] first = settings.kind() == SoupKind.ROWS ? shares(rows) : equal(particles.size());
    Mix mean = new Mix(mask, particles, first);
    List<Measures> measures = executor.measure(Split.VALIDATION, mask, Models.of(
        particles.size() + 1, p -> p < particles.size() ? particles.get(p) : mean.values()));
    if (measures.get(0).rows() == 0) {
      return new SoupOutcome(mean.values(), first, Optional.empty(), false, List.of(), Optional.empty());
    }
    List<Measures> each = measures.subList(0, particles.size());
    Measures ofMean = measures.get(particles.size());
    double barrier = ofMean.meanLoss() - each.stream().mapToDouble(Measures::meanLoss).average().orElseThrow();
    boolean refused = settings.gate() && barrier > 0 && !settings.kind().needsValidation();
    Mix made = switch (settings.kind()) {
      case UNIFORM, ROWS -> refused ? best(mask, particles, each) : mean;
      case BEST -> best(mask, particles, each);
      case GREEDY -> greedy(mask, particles, each);
      case LEARNED -> new MixingSearch(weights -> new Mix(mask, particles, weights).values(),
          models -> executor.measure(Split.VALIDATION, mask, models)).search(first, ofMean, each)
          .map(weights -> new Mix(mask, particles, weights)).orElse(mean);
    };
    Measures validation = made == mean ? ofMean : executor.measure(Split.VALIDATION, mask, made.values());
    return new SoupOutcome(made.values(), made.weights, Optional.of(barrier), refused, each, Optional.of(validation));
  }

  /** Statistics belong to weights; a mean of models has none of its own until they are measured. */
  public float[] recalibrated(Mask mask, float[] values) {
    return StatisticsPass.isNeeded(network)
        ? StatisticsPass.apply(network, mask.patterns(), values, executor.statistics(mask, values)) : values;
  }

  /** A mean of particles, its values formed when first asked for. */
  private final class Mix {
    private final Mask mask;
    private final List<float[]> particles;
    private final double[] weights;
    private float[] values;

    Mix(Mask mask, List<float[]> particles, double[] weights) {
      this.mask = mask;
      this.particles = particles;
      this.weights = weights;
    }

    float[] values() {
      if (values == null) {
        int[] used = IntStream.range(0, weights.length).filter(p -> weights[p] > 0).toArray();
        values = used.length == 1 ? particles.get(used[0]) : recalibrated(mask, Soup.weighted(
            Models.of(used.length, n -> particles.get(used[n])),
            Arrays.stream(used).mapToDouble(p -> weights[p]).toArray()));
      }
      return values;
    }
  }

  private Mix best(Mask mask, List<float[]> particles, List<Measures> each) {
    return new Mix(mask, particles, some(particles.size(), List.of(ranked(each).get(0))));
  }

  /** From the best down; ties are taken in (SMS), since more ingredients generalise better. */
  private Mix greedy(Mask mask, List<float[]> particles, List<Measures> each) {
    List<Integer> ranked = ranked(each);
    List<Integer> in = new ArrayList<>(ranked.subList(0, 1));
    double best = each.get(ranked.get(0)).headline();
    Mix soup = new Mix(mask, particles, some(particles.size(), in));
    for (int next : ranked.subList(1, ranked.size())) {
      List<Integer> tried = new ArrayList<>(in);
      tried.add(next);
      Mix trial = new Mix(mask, particles, some(particles.size(), tried));
      double found = executor.measure(Split.VALIDATION, mask, trial.values()).headline();
      if (found >= best) {
        best = found;
        in = tried;
        soup = trial;
      }
    }
    return soup;
  }

  /** Particles from the best on the validation rows down: by the headline figure, then by loss, then in order. */
  private static List<Integer> ranked(List<Measures> each) {
    return IntStream.range(0, each.size()).boxed()
        .sorted(Comparator.<Integer>comparingDouble(p -> -each.get(p).headline())
            .thenComparingDouble(p -> each.get(p).meanLoss()))
        .toList();
  }

  private static double[] equal(int count) {
    double[] weights = new double[count];
    Arrays.fill(weights, 1.0 / count);
    return weights;
  }

  private static double[] some(int count, List<Integer> chosen) {
    double[] weights = new double[count];
    chosen.forEach(p -> weights[p] = 1.0 / chosen.size());
    return weights;
  }

  private static double[] shares(double[] rows) {
    double sum = Arrays.stream(rows).sum();
    return Arrays.stream(rows).map(row -> row / sum).toArray();
  }
}
