package io.gossamer.driver.soup;

import io.gossamer.driver.round.Rotation;
import io.gossamer.driver.round.RoundLengths;
import io.gossamer.masks.schedule.Phases;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.optim.RetrainRate;
import io.gossamer.worker.round.TrainingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The phases of a run. Sources: sms Zimmer et al. 2023 (methods.md A1), swamp Choi et al. 2024 (A2), imp Frankle and
 * Carbin 2019 and Renda et al. 2020 (A3).
 */
public final class PhasePlan {
  private final SoupSettings soup;
  private final TrainingSettings training;
  private final long trainRows;
  private final int shards;
  private final List<Phase> phases = new ArrayList<>();

  private PhasePlan(SoupSettings soup, TrainingSettings training, long trainRows, int shards) {
    this.soup = soup;
    this.training = training;
    this.trainRows = trainRows;
    this.shards = shards;
  }

  /**
   * @param places weights if nothing were masked
   * @param nnz kept weights of the finished model
   * @throws InvalidInput if the settings leave no steps for a phase
   */
  public static List<Phase> of(
      SoupSettings soup, TrainingSettings training, long trainRows, int shards, long places, int nnz) {
    PhasePlan plan = new PhasePlan(soup, training, trainRows, shards);
    if (soup.method().prunes()) {
      plan.prunes(Math.toIntExact(places), counts(places, nnz, soup.phases()));
    } else {
      plan.add("main", soup.particles(), nnz, training.epochs(), false,
          soup.averages() ? plan.averaging() : Optional.empty(), soup.averages());
    }
    return plan.phases;
  }

  /**
   * Kept weights after each of {@code phases} prunes, each of which takes the same share of what is left (golden F1).
   * The last count is exactly {@code nnz}.
   */
  public static int[] counts(long places, int nnz, int phases) {
    int[] counts = new int[phases];
    double sparsity = 1 - nnz / (double) places;
    for (int k = 1; k <= phases; k++) {
      counts[k - 1] = k == phases ? nnz : (int) Math.max(nnz, Math.round(places * Phases.density(sparsity, k, phases)));
    }
    return counts;
  }

  private void prunes(int places, int[] counts) {
    boolean swamp = soup.method() == SoupMethod.SWAMP;
    double rewindTo = soup.rewinds() ? soup.rewindEpochs() : 0;
    if (rewindTo >= training.epochs() && soup.epochs() == 0 || rewindTo > training.epochs()) {
      throw new InvalidInput("soup.rewindEpochs is " + rewindTo + " of " + training.epochs() + " epochs, which leaves "
          + "none for the phases after a prune; lower it, or set soup.epochs");
    }
    double epochs = soup.epochs() > 0 ? soup.epochs() : training.epochs() - rewindTo;
    if (!swamp) {
      add("dense", 1, places, training.epochs(), false, Optional.empty(), false);
    } else if (rewindTo > 0 || !soup.rewinds()) {
      add("ticket", 1, places, soup.rewinds() ? rewindTo : training.epochs(), false, Optional.empty(), false);
    }
    Optional<RetrainRate.Shape> shape = Optional.of(soup.averages() && soup.swa().rate() > 0
        ? RetrainRate.Shape.SWA : soup.schedule());
    for (int k = swamp ? 0 : 1; k <= counts.length; k++) {
      String name = String.format("%s %d/%d", swamp ? "cycle" : "prune", k, counts.length);
      add(name, particles(k), k == 0 ? places : counts[k - 1], epochs, soup.rewinds() && !phases.isEmpty(), shape,
          soup.averages());
    }
  }

  /** Particles of the phase after prune {@code k}; methods that go on from one particle have several at the end. */
  private int particles(int k) {
    boolean several = soup.method() == SoupMethod.SWAMP && k >= soup.single()
        || soup.method() == SoupMethod.SMS || k == soup.phases();
    return several ? soup.particles() : 1;
  }

  private Optional<RetrainRate.Shape> averaging() {
    return soup.swa().rate() > 0 ? Optional.of(RetrainRate.Shape.SWA) : Optional.empty();
  }

  private void add(
      String name, int particles, int keep, double epochs, boolean rewound, Optional<RetrainRate.Shape> retrain,
      boolean averages) {
    long stepsPerEpoch = stepsPerEpoch(particles);
    boolean keepsSnapshot = phases.isEmpty() && soup.rewinds();
    phases.add(new Phase(
        phases.size(), name, particles, keep, epochs, stepsPerEpoch,
        rewound ? Math.round(soup.rewindEpochs() * stepsPerEpoch) : 0,
        Math.max(1, Math.round(epochs * stepsPerEpoch)),
        keepsSnapshot ? Math.round(soup.rewindEpochs() * stepsPerEpoch) : -1, rewound, retrain, averages));
  }

  private long stepsPerEpoch(int particles) {
    long rowsPerStep = (long) shards * training.batchSize();
    return Math.max(1, (trainRows * new Rotation(particles, shards).period() + rowsPerStep - 1) / rowsPerStep);
  }

  /** Rounds of all phases. */
  public static int rounds(List<Phase> phases, RoundLengths lengths, SwaSettings swa) {
    long rounds = 0;
    for (Phase phase : phases) {
      rounds += phase.rounds(phase.first(), lengths, swa);
    }
    return Math.toIntExact(rounds);
  }
}
