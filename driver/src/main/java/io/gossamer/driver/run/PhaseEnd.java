package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Shelf;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.soup.LotteryPool;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.SoupMaker;
import io.gossamer.driver.soup.SoupMethod;
import io.gossamer.driver.soup.SoupOutcome;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.ops.optim.RetrainRate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** What happens where a phase ends: its particles become one model, that is pruned, and the next phase starts. */
final class PhaseEnd {
  /** In {@link RunState#kept()}: the values to go back to. */
  static final String REWIND = "rewind";

  /** In {@link RunState#kept()} after the last phase: the model that its particles became. */
  static final String SOUP = "soup";

  /** In {@link RunState#numbers()}: the largest learning rate of the phase. */
  static final String PEAK = "peak";

  private static final String TICKET = "ticket.";
  private static final String ROWS = "rows.";

  private final Plan plan;
  private final SoupSettings settings;
  private final RoundExecutor executor;
  private final OuterOptimizer outer;
  private final MaskStepper masks;
  private final SoupMaker soups;
  private final LocalState local;
  private final Shelf shelf;

  PhaseEnd(Plan plan, RoundExecutor executor, OuterOptimizer outer, MaskStepper masks, Shelf shelf) {
    this.plan = plan;
    this.settings = plan.settings().soup();
    this.executor = executor;
    this.outer = outer;
    this.masks = masks;
    this.shelf = shelf;
    this.local = LocalState.of(plan);
    this.soups = new SoupMaker(settings, plan.train().network(), executor);
  }

  /**
   * The end of a phase.
   *
   * @param soup the model of the phase, before it is pruned
   * @param next the state in which the next phase starts; after the last phase its particles as they were averaged
   */
  record Ended(SoupOutcome soup, MaskStepper.Move move, RunState next) {}

  /** Name of the number that counts the rows of a particle in a phase. */
  static String rows(int particle) {
    return ROWS + particle;
  }

  Ended end(RunState state) {
    Phase phase = plan.phases().get(state.phase());
    RunState done = phase.averages() ? averaged(state) : state;
    double[] rows = IntStream.range(0, done.particles().size())
        .mapToDouble(p -> done.numbers().getOrDefault(rows(p), 1.0)).toArray();
    SoupOutcome soup = soups.make(done.mask(), done.models(), rows);
    return phase.index() == plan.phases().size() - 1 ? finish(done, soup) : next(done, soup);
  }

  /** Every particle at its moving average. */
  private RunState averaged(RunState state) {
    return state.each(shelf, particle -> particle.withValues(soups.recalibrated(
        state.mask(), particle.state().get(MovingAverage.NAME))));
  }

  private Ended finish(RunState state, SoupOutcome soup) {
    float[] values = soup.values();
    if (settings.method() == SoupMethod.LOTTERY_POOL) {
      List<float[]> tickets = new ArrayList<>();
      for (int phase = state.phase() - 1; phase > 0; phase--) {
        tickets.add(state.kept().get(TICKET + phase));
      }
      values = new LotteryPool(settings.coefficients(), model -> soups.recalibrated(state.mask(), model),
          models -> executor.measure(Split.VALIDATION, state.mask(), models)).mix(values, tickets);
    }
    MaskStepper.Move stay = masks.prune(
        state.mask(), values, state.memory(), state.round(), settings.criterion(), state.mask().nnz());
    return new Ended(soup, stay, state.keeping(SOUP, values));
  }

  private Ended next(RunState state, SoupOutcome soup) {
    Phase next = plan.phases().get(state.phase() + 1);
    RunState keeping = settings.method() == SoupMethod.LOTTERY_POOL
        ? state.keeping(TICKET + state.phase(), soup.values()) : state;
    MaskStepper.Move move = masks.prune(
        state.mask(), soup.values(), state.memory(), state.round(), settings.criterion(), next.keep());
    RunState one = keeping
        .withParticles(List.of(next.rewound() ? local.rewound(state) : Particle.of(0, soup.values(), Map.of())))
        .after(move, shelf);
    float[] values = one.particles().get(0).values();
    Map<String, float[]> arrays = new TreeMap<>(one.particles().get(0).state());
    arrays.putAll(outer.start(values.length));
    Map<String, Double> numbers = DivergenceGuard.numbers(state);
    numbers.put(PEAK, peak(next, state.mask(), soup.values(), one.mask()));
    return new Ended(soup, move, one.startPhase(next, arrays, numbers));
  }

  private double peak(Phase next, Mask before, float[] values, Mask after) {
    double largest = largestRate(plan);
    if (next.retrain().filter(RetrainRate.Shape.ALLR::equals).isEmpty()) {
      return largest;
    }
    float[] kept = MaskChange.between(before, after).move(values);
    return RetrainRate.adaptive(
        largest, norm(values, before.nnz()), norm(kept, after.nnz()), 1 - after.nnz() / (double) before.nnz(),
        next.epochs() / plan.settings().training().epochs());
  }

  private static double largestRate(Plan plan) {
    SoupSettings settings = plan.settings().soup();
    return settings.learningRate() > 0 ? settings.learningRate() : plan.settings().training().learningRate();
  }

  /** The largest learning rate of the phase that {@code state} is in. */
  static double peak(Plan plan, RunState state) {
    return state.numbers().getOrDefault(PEAK, largestRate(plan));
  }

  private static double norm(float[] values, int nnz) {
    double squares = 0;
    for (int p = 0; p < nnz; p++) {
      squares += (double) values[p] * values[p];
    }
    return Math.sqrt(squares);
  }
}
