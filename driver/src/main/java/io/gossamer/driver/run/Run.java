package io.gossamer.driver.run;

import io.gossamer.driver.evidence.EvidenceCost;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.report.MaskFigures;
import io.gossamer.driver.report.PhaseReport;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RoundSeconds;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.ShardSteps;
import io.gossamer.driver.round.AdaptiveLengths;
import io.gossamer.driver.round.OuterOptimizer;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.RoundResult;
import io.gossamer.driver.round.RoundWork;
import io.gossamer.driver.round.Shelf;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.round.TakenSteps;
import io.gossamer.driver.soup.Divergence;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.SoupOutcome;
import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskChange;
import io.gossamer.masks.method.MaskStep;
import io.gossamer.masks.method.NnzRange;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.EffectiveValues;
import io.gossamer.worker.round.Update;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The loop: train a round, average, outer step, move the mask, evaluate, report. */
public final class Run {
  private final Plan plan;
  private final RoundExecutor executor;
  private final OuterOptimizer outer;
  private final MaskStepper masks;
  private final Shelf shelf;
  private final ParticleRounds particles;
  private final PhaseEnd ends;
  private final DivergenceGuard guard;
  private final RunListener listener;
  private final int slots;
  private final Optional<AdaptiveLengths> adaptive;
  private EvidenceCost atStart = EvidenceCost.NONE;

  /**
   * @param slots tasks that can run side by side; only used to tell compute from exchange in reports
   */
  public Run(Plan plan, RoundExecutor executor, int slots, RunListener listener) {
    this.plan = plan;
    this.executor = executor;
    this.outer = OuterOptimizer.of(plan.settings().rounds().outer());
    this.masks = new MaskStepper(plan, executor);
    this.shelf = plan.phases().stream().anyMatch(phase -> phase.particles() > 1) ? executor.shelf() : Shelf.MEMORY;
    this.particles = new ParticleRounds(plan, outer, shelf);
    this.ends = new PhaseEnd(plan, executor, outer, masks, shelf);
    this.guard = new DivergenceGuard(plan, listener);
    this.listener = listener;
    this.slots = slots;
    this.adaptive = plan.adaptive();
  }

  /** The state before the first round. */
  public RunState first() {
    RunState fresh = RunState.first(plan, outer);
    Moved first = moveMask(fresh, fresh);
    atStart = first.cost();
    return first.state();
  }

  /** Runs all rounds and keeps nothing. */
  public RunState run() {
    return run(first(), StateKeeper.NONE);
  }

  /**
   * Runs the rounds that are left.
   *
   * @param state the first, or one that a run of this plan came to; not held on to, since it is as large as the model
   * @return the state after the last, with the finished model as its only particle
   * @throws Diverged if a loss or a value is not finite
   */
  public RunState run(RunState state, StateKeeper keeper) {
    while (!isDone(state)) {
      state = round(state);
      keeper.keep(state);
      shelf.keepOnly(state.particles().stream().map(Particle::arrays).toList());
    }
    checkSparsity(state.mask());
    return finished(state);
  }

  private Phase phase(RunState state) {
    return plan.phases().get(state.phase());
  }

  /** Whether the last round is over. */
  boolean isDone(RunState state) {
    return state.phase() == plan.phases().size() - 1 && state.step() == phase(state).end();
  }

  /** Running statistics lag behind the weights; those of the finished model are measured at its weights. */
  private RunState finished(RunState state) {
    NetworkSpec network = plan.train().network();
    if (state.particles().size() > 1) {
      listener.candidates(Candidates.measured(executor, network, state.mask(), state.models()));
    }
    float[] values = state.kept().get(PhaseEnd.SOUP);
    if (StatisticsPass.isNeeded(network)) {
      double[] sums = executor.statistics(state.mask(), values);
      values = StatisticsPass.apply(network, state.mask().patterns(), values, sums);
    }
    return state.withParticles(List.of(state.particles().get(0).withValues(values)));
  }

  /** One round, and the end of a phase where it is due. */
  RunState round(RunState before) {
    try {
      return attempt(before);
    } catch (Diverged e) {
      return guard.rollBack(before, e);
    }
  }

  private RunState attempt(RunState start) {
    Phase phase = phase(start);
    int planned = plan.steps(phase, start.step(), length(start.numbers()));
    RoundWork work = particles.work(start, planned);
    Stopwatch watch = new Stopwatch();
    RoundResult brought = executor.train(work);
    double wall = watch.lap();
    DivergenceGuard.Sound sound = guard.sound(start, brought);
    RunState before = sound.before();
    RoundResult result = sound.result();
    if (!brought.skipped().isEmpty()) {
      listener.late(before.round() + 1, brought.skipped());
    }
    int steps = TakenSteps.of(planned, work, result);
    RunState trained = particles.after(before, steps, result);
    guard.check(trained);
    Optional<Divergence> divergence = trained.particles().size() == 1 ? Optional.empty()
        : Optional.of(Divergence.of(trained.models(), trained.mask().nnz()));
    double averaged = watch.lap();
    Moved moved = moveMask(trained, computed(before, trained));
    Moved after = trained.step() == phase.end() ? endPhase(moved) : moved;
    double masked = watch.lap();
    Optional<Measures> validation = evaluateIfDue(moved.state(), after.soup());
    double evaluated = watch.lap();

    double compute = Math.min(wall, computeSeconds(result));
    double exchange = wall - compute + averaged;
    Map<String, Double> pace =
        adaptive.map(lengths -> lengths.after(trained.numbers(), steps, compute, exchange)).orElse(Map.of());
    listener.round(new RoundReport(
        new PhaseReport(phase.index(), phase.name(), phase.particles(), divergence, after.soup()),
        trained.round(), rounds(trained, pace, steps), steps, plan.stepsBefore(phase) + trained.step() - phase.first(),
        plan.epochs(phase, trained.step()), particles.spec(before, 0).learningRate().at(trained.step() - 1),
        lossOf(result), validation, after.state().mask(), after.dropped(), after.grown(),
        figures(before, after.state()), result.bytes(),
        after.cost().plus(atStart()),
        result.updates().stream().mapToLong(Update::rows).sum(), result.skipped(), shardSteps(result),
        new RoundSeconds(compute, exchange, masked, evaluated)));
    return after.state().withNumbers(pace);
  }

  /** Local steps that a round has by these numbers of the run. */
  private int length(Map<String, Double> numbers) {
    return adaptive.map(lengths -> lengths.length(numbers)).orElse(plan.localSteps());
  }

  /** Of the whole run; where their lengths follow measured times, as things stand after one of {@code steps}. */
  private int rounds(RunState trained, Map<String, Double> pace, int steps) {
    boolean boxed = plan.settings().rounds().timeBoxed();
    return adaptive.isEmpty() && !boxed ? plan.rounds()
        : trained.round() + plan.roundsLeft(phase(trained), trained.step(), boxed ? steps : length(pace));
  }

  /** Where clocks decide them, so that they cannot be told from the plan. */
  private List<ShardSteps> shardSteps(RoundResult result) {
    return !plan.settings().rounds().timeBoxed() ? List.of() : result.updates().stream()
        .map(update -> new ShardSteps(update.particle(), update.shard(), update.steps())).toList();
  }

  private Optional<MaskFigures> figures(RunState before, RunState after) {
    boolean moved = before.mask().version() != after.mask().version();
    return moved || before.round() == 0
        ? Optional.of(MaskFigures.of(plan.train().network(), before.mask(), after.mask(), after.memory()))
        : Optional.empty();
  }

  /** What the move before the first round cost, once. */
  private EvidenceCost atStart() {
    EvidenceCost cost = atStart;
    atStart = EvidenceCost.NONE;
    return cost;
  }

  private record Moved(RunState state, int dropped, int grown, EvidenceCost cost, Optional<SoupOutcome> soup) {}

  /** Where a rule of the mask method holds no longer, what the model computed with becomes what it is. */
  private RunState computed(RunState before, RunState trained) {
    if (plan.train().rule().holds(trained.step()) || !plan.train().rule().holds(before.step())) {
      return trained;
    }
    return trained.each(shelf, particle -> particle.withValues(
        EffectiveValues.of(plan.train(), trained.mask(), particle.values(), before.step(), trained.step())));
  }

  /**
   * @param trained what the method judges by
   * @param next the same, with the values that go on
   */
  private Moved moveMask(RunState trained, RunState next) {
    MaskStepper.Move move =
        masks.next(trained.mask(), trained.mean(), trained.memory(), new MaskStep(trained.round(), trained.step()));
    return new Moved(
        next.after(move, shelf), move.change().map(MaskChange::dropped).orElse(0),
        move.change().map(MaskChange::grown).orElse(0), move.cost(), Optional.empty());
  }

  private Moved endPhase(Moved moved) {
    PhaseEnd.Ended ended = ends.end(moved.state());
    return new Moved(
        ended.next(), moved.dropped() + ended.move().change().map(MaskChange::dropped).orElse(0), moved.grown(),
        moved.cost().plus(ended.move().cost()), Optional.of(ended.soup()));
  }

  /** Of the particles' mean, or of what a phase ended with. */
  private Optional<Measures> evaluateIfDue(RunState state, Optional<SoupOutcome> soup) {
    if (soup.flatMap(SoupOutcome::validation).isPresent()) {
      return soup.flatMap(SoupOutcome::validation);
    }
    int every = plan.settings().rounds().evaluateEvery();
    if (every == 0 || state.round() % every != 0) {
      return Optional.empty();
    }
    float[] values = soup.map(SoupOutcome::values).orElseGet(() ->
        EffectiveValues.of(plan.train(), state.mask(), state.mean(), state.step(), state.step()));
    Measures measures = executor.measure(Split.VALIDATION, state.mask(), values);
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

  private void checkSparsity(Mask mask) {
    NnzRange planned = plan.maskMethod().finalNnz(plan.masks());
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
