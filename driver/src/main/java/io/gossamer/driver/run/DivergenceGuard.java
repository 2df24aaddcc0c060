package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.round.DivergenceSettings;
import io.gossamer.driver.round.DivergenceSettings.Action;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.values.Window;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Finds numbers that are not finite in the round in which they appear, names round, particle, shard and layer, and does
 * what the plan says. What it counts and by how much steps have shrunk are numbers of the state, so that a run that is
 * continued goes on alike.
 */
final class DivergenceGuard {
  private static final String COUNT = "divergence.count";
  private static final String RATE_FACTOR = "divergence.rateFactor";
  private static final String MEND = "; lower training.learningRate, or scale the features (features.scaling)";

  private final NetworkSpec network;
  private final DivergenceSettings settings;
  private final RunListener listener;

  DivergenceGuard(Plan plan, RunListener listener) {
    this.network = plan.train().network();
    this.settings = plan.settings().rounds().divergence();
    this.listener = listener;
  }

  /** What rollbacks left of the local learning rate, in (0, 1]. */
  static float rateFactor(RunState state) {
    return state.numbers().getOrDefault(RATE_FACTOR, 1.0).floatValue();
  }

  /** What a phase hands on to the next. */
  static Map<String, Double> numbers(RunState state) {
    Map<String, Double> numbers = new TreeMap<>(state.numbers());
    numbers.keySet().retainAll(List.of(COUNT, RATE_FACTOR));
    return numbers;
  }

  private static int count(RunState state) {
    return state.numbers().getOrDefault(COUNT, 0.0).intValue();
  }

  /**
   * What a round may go on with.
   *
   * @param before the state it started from, with what was counted
   * @param result without the shards that were skipped
   */
  record Sound(RunState before, RoundResult result) {}

  /**
   * Looks at every loss and every value that came back.
   *
   * @throws Diverged if one is not finite and shards are not to be skipped, or too many were
   */
  Sound sound(RunState before, RoundResult result) {
    List<Window> windows = windows(before);
    List<Update> sound = new ArrayList<>();
    Set<Integer> flawed = new TreeSet<>();
    RunState counted = before;
    for (Update update : result.updates()) {
      Optional<String> problem = problem(update, windows, result.flaws());
      if (problem.isEmpty()) {
        sound.add(update);
        continue;
      }
      String where = String.format("in round %d, particle %d, shard %d: %s", before.round() + 1, update.particle(),
          update.shard(), problem.get());
      if (settings.action() != Action.SKIP) {
        throw new Diverged("training diverged " + where + MEND);
      }
      counted = counted.withNumber(COUNT, count(counted) + 1);
      if (count(counted) > settings.most()) {
        throw new Diverged("training diverged " + where + ", after " + settings.most() + " skipped shards"
            + MEND);
      }
      flawed.add(update.shard());
      listener.skipped(before.round() + 1, update.particle(), update.shard(), problem.get());
    }
    if (!flawed.isEmpty() && sound.stream().noneMatch(update -> update.weight() > 0)) {
      throw new Diverged("training diverged in round " + (before.round() + 1) + " on all shards" + MEND);
    }
    return flawed.isEmpty() ? new Sound(before, result) : new Sound(counted, result.with(sound).without(flawed));
  }

  private List<Window> windows(RunState state) {
    return network.layout(state.mask().patterns()).windows();
  }

  private static Optional<String> problem(Update update, List<Window> windows, List<RoundResult.Flaw> flaws) {
    Optional<String> value = update.values().length == 0 ? flaw(update, windows, flaws)
        : problem(update.replica(), windows);
    if (Double.isFinite(update.lossSum())) {
      return value;
    }
    return Optional.of("the loss is " + update.lossSum() + value.map(text -> ", " + text).orElse(""));
  }

  /** What was found where values were averaged as they came. */
  private static Optional<String> flaw(Update update, List<Window> windows, List<RoundResult.Flaw> flaws) {
    return flaws.stream()
        .filter(flaw -> flaw.particle() == update.particle() && flaw.shard() == update.shard())
        .map(flaw -> problem(flaw.place(), flaw.value(), windows))
        .findFirst();
  }

  private static Optional<String> problem(Replica replica, List<Window> windows) {
    int place = replica.firstNotFinite();
    return place < 0 ? Optional.empty() : Optional.of(problem(place, replica.at(place), windows));
  }

  /** @param place as {@link Replica#firstNotFinite} counts */
  private static String problem(int place, float value, List<Window> windows) {
    int length = windows.get(windows.size() - 1).end();
    Window window = windows.stream()
        .filter(w -> w.offset() <= place % length && place % length < w.end()).findFirst().orElseThrow();
    return (place < length ? "" : "the optimiser's state of ") + window.name() + " holds " + value;
  }

  /**
   * Looks at what averaging and the outer step made of it.
   *
   * @throws Diverged if a value is not finite
   */
  void check(RunState trained) {
    List<Window> windows = windows(trained);
    for (Particle particle : trained.particles()) {
      problem(Replica.of(particle.values()), windows).ifPresent(problem -> {
        throw new Diverged("training diverged in round " + trained.round() + ", particle " + particle.index()
            + ", in the outer step: " + problem + "; lower rounds.outer.learningRate");
      });
    }
  }

  /**
   * The state to try again from.
   *
   * @throws Diverged if the plan knows no way back, or has gone it too often
   */
  RunState rollBack(RunState before, Diverged reason) {
    if (settings.action() != Action.ROLLBACK) {
      throw reason;
    }
    if (count(before) >= settings.most()) {
      throw new Diverged(reason.getMessage() + "; " + settings.most() + " rollbacks did not help");
    }
    double factor = rateFactor(before) * settings.factor();
    listener.rolledBack(before.round() + 1, factor, reason.getMessage());
    return before.withNumber(COUNT, count(before) + 1).withNumber(RATE_FACTOR, factor);
  }
}
