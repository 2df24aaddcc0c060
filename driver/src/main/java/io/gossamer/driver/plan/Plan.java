package io.gossamer.driver.plan;

import io.gossamer.driver.checkpoint.Fingerprint;
import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.round.AdaptiveLengths;
import io.gossamer.driver.round.RoundLengths;
import io.gossamer.driver.soup.Phase;
import io.gossamer.driver.soup.PhasePlan;
import io.gossamer.masks.method.MaskMethod;
import io.gossamer.masks.method.MaskPlan;
import io.gossamer.ops.net.Initialization.FanIn;
import io.gossamer.worker.round.TrainSpec;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The resolved configuration of a run: with the data and the code version it determines every bit of the model.
 *
 * @param layers shapes and final nnz
 * @param phases in order; one, unless soup.method cuts the run
 * @param stepsPerEpoch of the first phase
 * @param totalSteps local steps of a particle over all phases, on each shard that serves it
 * @param localSteps steps of a round (H), of the longest where they grow or clocks end them, of the shortest where they
 *     are adaptive
 * @param slices whether tasks average in the place of the driver
 * @param rounds of all phases; the last of a phase may be shorter; the most there can be where they are adaptive, the
 *     fewest where clocks end them
 * @param threads that compute in a task; changes no bit
 * @param reasons one sentence for each choice that was left to the plan
 * @param hash of everything that determines the model, data included
 */
public record Plan(
    Settings settings,
    DataFacts data,
    TrainSpec train,
    MaskPlan masks,
    List<LayerPlan> layers,
    List<Phase> phases,
    long stepsPerEpoch,
    long totalSteps,
    int localSteps,
    boolean slices,
    int rounds,
    String kernels,
    int threads,
    MemoryNeed memory,
    List<String> reasons,
    String hash) {
  public Plan {
    layers = List.copyOf(layers);
    phases = List.copyOf(phases);
    reasons = List.copyOf(reasons);
  }

  /** Settings that make the same run without measuring again. */
  public Settings toRerun() {
    return settings.keeping(ExecutionChoice.kept(settings.sparsity(), train.network(), train.executions()));
  }

  /**
   * What must be equal for another run to continue this one.
   *
   * @param version of the code
   */
  public Fingerprint fingerprint(String version) {
    SortedMap<String, String> deciding = SettingValues.of(settings.deciding());
    deciding.put("rounds.localSteps", Integer.toString(localSteps));
    deciding.put("loss.teacher", train.teacher() == null ? "" : train.teacher().identity());
    return new Fingerprint(version, data.fingerprint(), deciding);
  }

  /** What sizes the first weights. */
  public FanIn firstFanIn() {
    return switch (masks.settings().initial().fanIn()) {
      case KEPT -> FanIn.KEPT;
      case ALL -> FanIn.ALL;
      case AUTO -> maskMethod().firstFanIn(masks);
    };
  }

  /** Kept weights of the finished model. */
  public long nnz() {
    return layers.stream().mapToLong(LayerPlan::nnz).sum();
  }

  /** Values of the finished model: kept weights, biases and other dense values. */
  public long parameters() {
    return nnz() + train.network().finished().denseValues();
  }

  /** What chooses the length of rounds where it follows measured times. */
  public Optional<AdaptiveLengths> adaptive() {
    if (settings.rounds().lengths() != RoundLengths.Kind.ADAPTIVE) {
      return Optional.empty();
    }
    long perStep = (long) settings.data().shards() * train.batchSize();
    long pass = (data.trainRows() + perStep - 1) / perStep;
    int most = (int) Math.max(localSteps, Math.min(pass, totalSteps));
    return Optional.of(new AdaptiveLengths(localSteps, most, settings.rounds().maxOverhead()));
  }

  /** Local steps of the round that starts after {@code step} steps of a phase. */
  public int steps(Phase phase, long step) {
    return steps(phase, step, localSteps);
  }

  /** The same where a round has {@code most} local steps. */
  public int steps(Phase phase, long step, int most) {
    return phase.roundSteps(step, settings.rounds().lengths(most), settings.soup().swa());
  }

  /** Rounds that are left after {@code step} steps of a phase where a round has {@code most} local steps. */
  public int roundsLeft(Phase phase, long step, int most) {
    RoundLengths lengths = settings.rounds().lengths(most);
    return Math.toIntExact(phase.rounds(step, lengths, settings.soup().swa()))
        + PhasePlan.rounds(phases.subList(phase.index() + 1, phases.size()), lengths, settings.soup().swa());
  }

  /** Local steps of all phases before {@code phase}. */
  public long stepsBefore(Phase phase) {
    return phases.subList(0, phase.index()).stream().mapToLong(Phase::steps).sum();
  }

  /** Passes of a particle over the rows, those of earlier phases included, after {@code step} steps of a phase. */
  public double epochs(Phase phase, long step) {
    return phases.subList(0, phase.index()).stream().mapToDouble(Phase::epochs).sum()
        + (step - phase.first()) / (double) phase.stepsPerEpoch();
  }

  /** What moves the mask between rounds. */
  public MaskMethod maskMethod() {
    return settings.soup().masks(settings.sparsity().method());
  }
}
