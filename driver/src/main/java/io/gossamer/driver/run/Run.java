package io.gossamer.driver.run;

import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RoundSeconds;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.round.Averaging;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.Split;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.method.MaskMethod;
import io.gossamer.masks.method.MaskStep;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Update;
import java.util.Optional;

/** The loop: train a round, average, outer step, move the mask, evaluate, report. */
public final class Run {
  private final Plan plan;
  private final RoundExecutor executor;
  private final OuterOptimizer outer;
  private final MaskMethod method;
  private final RunListener listener;
  private final int slots;

  /**
   * @param slots tasks that can run side by side; only used to tell compute from exchange in reports
   */
  public Run(Plan plan, RoundExecutor executor, int slots, RunListener listener) {
    this.plan = plan;
    this.executor = executor;
    this.outer = OuterOptimizer.of(plan.settings().rounds().outer());
    this.method = plan.settings().sparsity().method().method();
    this.listener = listener;
    this.slots = slots;
  }

  /**
   * Runs all rounds.
   *
   * @throws Diverged if a loss or a value is not finite
   */
  public RunState run() {
    RunState state = RunState.first(plan, outer);
    while (state.round() < plan.rounds()) {
      state = round(state);
    }
    checkSparsity(state.mask());
    return recalibrated(state);
  }

  /** Running statistics lag behind the weights; those of the finished model are measured at its weights. */
  private RunState recalibrated(RunState state) {
    NetworkSpec network = plan.train().network();
    if (!StatisticsPass.isNeeded(network)) {
      return state;
    }
    double[] sums = executor.statistics(state.mask(), state.values());
    float[] values = StatisticsPass.apply(network, state.mask().patterns(), state.values(), sums);
    return new RunState(state.round(), state.step(), state.mask(), values, state.velocity());
  }

  /** An outer step overshoots on purpose, which measured statistics must not. */
  private void keepStatistics(Mask mask, float[] mean, float[] values) {
    for (Window window : plan.train().network().layout(mask.patterns()).windows()) {
      if (window.role() == Role.STATISTIC) {
        System.arraycopy(mean, window.offset(), values, window.offset(), window.length());
      }
    }
  }

  private RunState round(RunState before) {
    int round = before.round() + 1;
    int steps = plan.steps(round);
    Seed seed = new Seed(plan.settings().training().seed());
    Assignment assignment = Assignment.of(round, 0, before.mask(), before.step(), steps, seed);

    Stopwatch watch = new Stopwatch();
    RoundResult result = executor.train(assignment, before.mask(), before.values());
    double wall = watch.lap();
    float[] mean = Averaging.mean(before.mask(), before.values().length, result.updates());
    OuterOptimizer.Step step = outer.step(before.values(), mean, before.velocity());
    keepStatistics(before.mask(), mean, step.values());
    checkFinite(round, before.mask(), result, step.values());
    double averaged = watch.lap();

    RunState trained = new RunState(round, before.step() + steps, before.mask(), step.values(), step.velocity());
    Moved moved = moveMask(trained);
    double masked = watch.lap();
    Optional<Measures> validation = evaluateIfDue(moved.state());
    double evaluated = watch.lap();

    double compute = Math.min(wall, computeSeconds(result));
    listener.round(new RoundReport(
        round, plan.rounds(), trained.step(), trained.step() / (double) plan.stepsPerEpoch(),
        plan.train().learningRate().at(trained.step() - 1), lossOf(result), validation, moved.state().mask(),
        moved.dropped(), moved.grown(), result.bytes(),
        result.updates().stream().mapToLong(Update::rows).sum(),
        new RoundSeconds(compute, wall - compute + averaged, masked, evaluated)));
    return moved.state();
  }

  private record Moved(RunState state, int dropped, int grown) {}

  private Moved moveMask(RunState state) {
    MaskStep step = new MaskStep(state.round(), state.step());
    Optional<Mask> next = method.next(plan.masks(), state.mask(), state.values(), step);
    if (next.isEmpty()) {
      return new Moved(state, 0, 0);
    }
    MaskChange change = MaskChange.between(state.mask(), next.get());
    float[] velocity = state.velocity().length == 0 ? state.velocity() : change.move(state.velocity());
    RunState moved =
        new RunState(state.round(), state.step(), next.get(), change.move(state.values()), velocity);
    return new Moved(moved, change.dropped(), change.grown());
  }

  private Optional<Measures> evaluateIfDue(RunState state) {
    int every = plan.settings().rounds().evaluateEvery();
    if (every == 0 || state.round() % every != 0) {
      return Optional.empty();
    }
    Measures measures = executor.measure(Split.VALIDATION, state.mask(), state.values());
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

  private void checkFinite(int round, Mask mask, RoundResult result, float[] values) {
    for (Update update : result.updates()) {
      if (!Double.isFinite(update.lossSum())) {
        throw new Diverged("training diverged in round " + round + " on shard " + update.shard()
            + ": the loss is not finite; lower training.learningRate, or scale the features (features.scaling)");
      }
    }
    for (Window window : plan.train().network().layout(mask.patterns()).windows()) {
      for (int p = window.offset(); p < window.end(); p++) {
        if (!Float.isFinite(values[p])) {
          throw new Diverged("training diverged in round " + round + ": " + window.name() + " holds " + values[p]
              + "; lower training.learningRate, or scale the features (features.scaling)");
        }
      }
    }
  }

  private void checkSparsity(Mask mask) {
    if (mask.nnz() != plan.nnz()) {
      throw new InvariantBroken("the model keeps " + mask.nnz() + " weights, the plan " + plan.nnz());
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
