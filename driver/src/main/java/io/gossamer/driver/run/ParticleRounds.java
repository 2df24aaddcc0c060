package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.round.Averaging;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.Rotation;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.RoundWork.ParticleWork;
import io.gossamer.driver.round.Shelf;
import io.gossamer.driver.soup.ParticleSpecs;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.SoupKind;
import io.gossamer.driver.soup.SoupSettings;
import io.gossamer.masks.Mask;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** What the particles are told to do in a round, and what they are after it. */
final class ParticleRounds {
  private final Plan plan;
  private final SoupSettings soup;
  private final OuterOptimizer outer;
  private final ParticleSpecs specs;
  private final Seed seed;
  private final LocalState local;
  private final Shelf shelf;

  ParticleRounds(Plan plan, OuterOptimizer outer, Shelf shelf) {
    this.plan = plan;
    this.soup = plan.settings().soup();
    this.outer = outer;
    this.shelf = shelf;
    this.specs = new ParticleSpecs(plan.train(), plan.settings().training(), soup);
    this.seed = new Seed(plan.settings().training().seed());
    this.local = LocalState.of(plan);
  }

  private Phase phase(RunState state) {
    return plan.phases().get(state.phase());
  }

  /** How a particle trains in the phase of {@code state}. */
  TrainSpec spec(RunState state, int particle) {
    return specs.of(phase(state), particle, PhaseEnd.peak(plan, state));
  }

  /** A round of {@code steps} local steps; a particle whose phase is shorter stops there. */
  RoundWork work(RunState state, int steps) {
    Phase phase = phase(state);
    int period = new Rotation(state.particles().size(), plan.settings().data().shards()).period();
    List<ParticleWork> work = new ArrayList<>();
    for (Particle particle : state.particles()) {
      int p = particle.index();
      long left = Math.max(0, phase.first() + specs.steps(phase, p) - state.step());
      Assignment assignment = Assignment.of(
          state.round() + 1, p, state.mask(), state.step(), (int) Math.min(steps, left), period,
          specs.seed(seed, phase, p)).withRateFactor(DivergenceGuard.rateFactor(state))
          .within(plan.settings().rounds().seconds()).withStateSteps(local.steps(state));
      work.add(new ParticleWork(spec(state, p), assignment, start(particle)));
    }
    return new RoundWork(state.turn(), state.mask(), work);
  }

  /** Fetched each time where it was put aside. */
  private Supplier<Replica> start(Particle particle) {
    if (shelf != Shelf.MEMORY) {
      return () -> local.start(particle);
    }
    Replica start = local.start(particle);
    return () -> start;
  }

  /** After averages, outer steps, and samples of moving averages that are due. */
  RunState after(RunState before, int steps, RoundResult result) {
    Phase phase = phase(before);
    int samples = phase.samples(before.step() + steps, soup.swa());
    if (weight(result.updates()) == 0) {
      throw new InvalidInput("no training row has a weight above zero; check the column named by data.weight");
    }
    RunState after = before.each(shelf, particle -> {
      Particle stepped = stepped(before.mask(), particle, result);
      return samples > stepped.averaged() ? MovingAverage.sampled(stepped) : stepped;
    }).after(steps);
    if (soup.kind() == SoupKind.ROWS) {
      after = after.with(counted(before.numbers(), result));
    }
    return after.step() == phase.snapshot()
        ? local.keeping(after, after.particles().get(0)) : after;
  }

  private static Map<String, Double> counted(Map<String, Double> numbers, RoundResult result) {
    Map<String, Double> counted = new TreeMap<>(numbers);
    result.updates().forEach(update ->
        counted.merge(PhaseEnd.rows(update.particle()), (double) update.rows(), Double::sum));
    return counted;
  }

  /** A particle after its average and outer step; one that met no rows in the round stays as it is. */
  private Particle stepped(Mask mask, Particle particle, RoundResult result) {
    List<Update> updates = result.of(particle.index());
    return weight(updates) == 0 ? particle
        : stepped(mask, particle, result.mean(particle.index())
            .orElseGet(() -> Averaging.mean(mask, local.start(particle), updates)));
  }

  private Particle stepped(Mask mask, Particle particle, Replica mean) {
    OuterOptimizer.Step step = outer.step(particle.values(), mean.values(), particle.state());
    keepStatistics(mask, mean.values(), step.values());
    Map<String, float[]> state = new TreeMap<>(particle.state());
    state.putAll(step.state());
    state.putAll(LocalState.named(mean));
    return new Particle(particle.index(), step.values(), state, particle.averaged());
  }

  /** An outer step overshoots on purpose, which measured statistics must not. */
  private void keepStatistics(Mask mask, float[] mean, float[] values) {
    for (Window window : plan.train().network().layout(mask.patterns()).windows()) {
      if (window.role() == Role.STATISTIC) {
        System.arraycopy(mean, window.offset(), values, window.offset(), window.length());
      }
    }
  }

  private static double weight(List<Update> updates) {
    return updates.stream().mapToDouble(Update::weight).sum();
  }
}
