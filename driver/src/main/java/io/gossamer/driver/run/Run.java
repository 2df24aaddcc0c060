package io.gossamer.driver.run;

import io.gossamer.driver.evidence.EvidenceCost;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RoundSeconds;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.round.Averaging;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.RoundWork.ParticleWork;
import io.gossamer.driver.round.Rotation;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.method.MaskStep;
import io.gossamer.masks.method.NnzRange;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Update;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The loop: train a round, average, outer step, move the mask, evaluate, report. */
public final class Run {
  private final Plan plan;
  private final RoundExecutor executor;
  private final OuterOptimizer outer;
  private final MaskStepper masks;
  private final RunListener listener;
  private final int slots;
  private EvidenceCost atStart = EvidenceCost.NONE;

  /**
   * @param slots tasks that can run side by side; only used to tell compute from exchange in reports
   */
  public Run(Plan plan, RoundExecutor executor, int slots, RunListener listener) {
    this.plan = plan;
    this.executor = executor;
    this.outer = OuterOptimizer.of(plan.settings().rounds().outer());
    this.masks = new MaskStepper(plan, executor);
    this.listener = listener;
    this.slots = slots;
  }

  /**
   * Runs all rounds.
   *
   * @return the state after the last, with the finished model as its only particle
   * @throws Diverged if a loss or a value is not finite
   */
  public RunState run() {
    Moved first = moveMask(RunState.first(plan, outer));
    atStart = first.cost();
    RunState state = first.state();
    while (state.step() < plan.totalSteps()) {
      state = round(state);
    }
    checkSparsity(state.mask());
    return finished(state);
  }

  /** Running statistics lag behind the weights; those of the finished model are measured at its weights. */
  private RunState finished(RunState state) {
    NetworkSpec network = plan.train().network();
    float[] values = state.mean();
    if (StatisticsPass.isNeeded(network)) {
      double[] sums = executor.statistics(state.mask(), values);
      values = StatisticsPass.apply(network, state.mask().patterns(), values, sums);
    }
    return state.withParticles(List.of(state.particles().get(0).withValues(values)));
  }

  /** Local steps of the next round. */
  private int steps(RunState state) {
    return (int) Math.min(plan.localSteps(), plan.totalSteps() - state.step());
  }

  private RunState round(RunState before) {
    int steps = steps(before);
    Stopwatch watch = new Stopwatch();
    RoundResult result = executor.train(work(before, steps));
    double wall = watch.lap();
    RunState trained = before.after(steps, stepped(before, result));
    checkFinite(trained, result);
    double averaged = watch.lap();
    Moved moved = moveMask(trained);
    double masked = watch.lap();
    Optional<Measures> validation = evaluateIfDue(moved.state());
    double evaluated = watch.lap();

    double compute = Math.min(wall, computeSeconds(result));
    listener.round(new RoundReport(
        trained.round(), plan.rounds(), trained.step(), trained.step() / (double) plan.stepsPerEpoch(),
        plan.train().learningRate().at(trained.step() - 1), lossOf(result), validation, moved.state().mask(),
        moved.dropped(), moved.grown(), result.bytes(), moved.cost().plus(atStart()),
        result.updates().stream().mapToLong(Update::rows).sum(),
        new RoundSeconds(compute, wall - compute + averaged, masked, evaluated)));
    return moved.state();
  }

  /** What the move before the first round cost, once. */
  private EvidenceCost atStart() {
    EvidenceCost cost = atStart;
    atStart = EvidenceCost.NONE;
    return cost;
  }

  private RoundWork work(RunState state, int steps) {
    Seed seed = new Seed(plan.settings().training().seed());
    int period = new Rotation(state.particles().size(), plan.settings().data().shards()).period();
    List<ParticleWork> work = new ArrayList<>();
    for (Particle particle : state.particles()) {
      Assignment assignment = Assignment.of(
          state.round() + 1, particle.index(), state.mask(), state.step(), steps, period, seed(seed, particle.index()));
      work.add(new ParticleWork(plan.train(), assignment, particle.values()));
    }
    return new RoundWork(state.turn(), state.mask(), work);
  }

  /** The first particle draws as an only one would. */
  private static Seed seed(Seed seed, int particle) {
    return particle == 0 ? seed : seed.child("particle", particle);
  }

  /** Every particle after its average and outer step; one that met no rows in the round stays as it is. */
  private List<Particle> stepped(RunState before, RoundResult result) {
    if (weight(result.updates()) == 0) {
      throw new InvalidInput("no training row has a weight above zero; check the column named by data.weight");
    }
    List<Particle> particles = new ArrayList<>();
    for (Particle particle : before.particles()) {
      List<Update> updates = result.of(particle.index());
      particles.add(weight(updates) == 0 ? particle : stepped(before.mask(), particle, updates));
    }
    return particles;
  }

  private Particle stepped(Mask mask, Particle particle, List<Update> updates) {
    float[] mean = Averaging.mean(mask, particle.values().length, updates);
    OuterOptimizer.Step step = outer.step(particle.values(), mean, particle.state());
    keepStatistics(mask, mean, step.values());
    Map<String, float[]> state = new TreeMap<>(particle.state());
    state.putAll(step.state());
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

  private record Moved(RunState state, int dropped, int grown, EvidenceCost cost) {}

  private Moved moveMask(RunState state) {
    MaskStepper.Move move =
        masks.next(state.mask(), state.mean(), state.memory(), new MaskStep(state.round(), state.step()));
    return new Moved(
        state.after(move), move.change().map(MaskChange::dropped).orElse(0),
        move.change().map(MaskChange::grown).orElse(0), move.cost());
  }

  private Optional<Measures> evaluateIfDue(RunState state) {
    int every = plan.settings().rounds().evaluateEvery();
    if (every == 0 || state.round() % every != 0) {
      return Optional.empty();
    }
    Measures measures = executor.measure(Split.VALIDATION, state.mask(), state.mean());
    return measures.rows() == 0 ? Optional.empty() : Optional.of(measures);
  }

  private double computeSeconds(RoundResult result) {
    long nanos = result.updates().stream().mapToLong(Update::computeNanos).sum();
    return nanos / 1e9 / Math.max(1, Math.min(slots, result.updates().size()));
  }

  private static double lossOf(RoundResult result) {
    double loss = 0;
    double weight = 0;
    for (Update update : result.updates()) {
      loss += update.lossSum();
      weight += update.weight();
    }
    return loss / weight;
  }

  private void checkFinite(RunState state, RoundResult result) {
    int round = state.round();
    for (Update update : result.updates()) {
      if (!Double.isFinite(update.lossSum())) {
        throw new Diverged("training diverged in round " + round + " on shard " + update.shard()
            + ": the loss is not finite; lower training.learningRate, or scale the features (features.scaling)");
      }
    }
    List<Window> windows = plan.train().network().layout(state.mask().patterns()).windows();
    for (float[] values : state.models()) {
      for (Window window : windows) {
        checkFinite(round, window, values);
      }
    }
  }

  private static void checkFinite(int round, Window window, float[] values) {
    for (int p = window.offset(); p < window.end(); p++) {
      if (!Float.isFinite(values[p])) {
        throw new Diverged("training diverged in round " + round + ": " + window.name() + " holds " + values[p]
            + "; lower training.learningRate, or scale the features (features.scaling)");
      }
    }
  }

  private void checkSparsity(Mask mask) {
    NnzRange planned = plan.settings().sparsity().method().method().finalNnz(plan.masks());
    if (!planned.contains(mask.nnz())) {
      throw new InvariantBroken("the model keeps " + mask.nnz() + " weights, the plan " + planned);
    }
  }

  /** Seconds between calls. */
  private static final class Stopwatch {
    private long last = System.nanoTime();

    double lap() {
      long now = System.nanoTime();
      double seconds = (now - last) / 1e9;
      last = now;
      return seconds;
    }
  }
}
