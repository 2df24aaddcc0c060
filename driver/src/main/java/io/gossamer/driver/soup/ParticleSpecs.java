package io.gossamer.driver.soup;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.layer.Dropout;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.optim.LearningRate;
import io.gossamer.ops.optim.Optimizer;
import io.gossamer.ops.optim.Rate;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.TrainingSettings;

/**
 * How each particle of a phase trains: pure functions of settings, phase and the particle's number.
 *
 * @param base the model and its batches
 */
public record ParticleSpecs(TrainSpec base, TrainingSettings training, SoupSettings soup) {
  private static final double MOST_DROPOUT = 0.95;
  private static final double MOST_SMOOTHING = 0.95;

  /**
   * @throws InvalidInput if particles are to differ in what the network has not
   */
  public void check() {
    boolean drops = base.network().nodes().stream().anyMatch(node -> node.layer() instanceof Dropout);
    if (soup.particles() > 1 && soup.vary().contains(Variation.DROPOUT) && !drops) {
      throw new InvalidInput("soup.vary names dropout, and the network has no dropout layer; set model.dropout, or "
          + "take it out");
    }
  }

  /**
   * What a particle's local steps are.
   *
   * @param peak the phase's largest learning rate, before it is varied
   */
  public TrainSpec of(Phase phase, int particle, double peak) {
    LearningRate original =
        training.rate(phase.stepsPerEpoch(), Math.max(1, Math.round(training.epochs() * phase.stepsPerEpoch())));
    double faster = factor(Variation.LEARNING_RATE, phase, particle);
    NetworkSpec network = base.network();
    if (varies(Variation.LABEL_SMOOTHING, phase)) {
      double more = 0.2 * soup.spread() * (place(phase, particle) + 1) / 2;
      network = network.withLabelSmoothing(Math.min(MOST_SMOOTHING, network.loss().labelSmoothing() + more));
    }
    if (varies(Variation.DROPOUT, phase)) {
      double factor = factor(Variation.DROPOUT, phase, particle);
      network = network.withDropout(rate -> Math.min(MOST_DROPOUT, rate * factor));
    }
    Optimizer optimizer = varies(Variation.WEIGHT_DECAY, phase)
        ? training.localOptimizer(factor(Variation.WEIGHT_DECAY, phase, particle)) : base.optimizer();
    Rate rate = phase.rate(
        faster == 1 ? original : original.times(faster), peak * faster, steps(phase, particle), soup.swa());
    return base.with(network, optimizer, rate);
  }

  /** Local steps of a particle in the phase; the longest takes all. */
  public long steps(Phase phase, int particle) {
    if (!varies(Variation.RETRAIN_LENGTH, phase)) {
      return phase.steps();
    }
    double share = factor(Variation.RETRAIN_LENGTH, phase, particle) / (1 + soup.spread());
    return Math.max(1, Math.round(share * phase.steps()));
  }

  /**
   * Where a particle's draws start. Phases that take training up again at an earlier point see the same rows in the
   * same order; a first particle of a first phase draws as an only one would.
   */
  public Seed seed(Seed run, Phase phase, int particle) {
    Seed ofPhase = phase.index() == 0 || phase.rewound() ? run : run.child("phase", phase.index());
    return particle == 0 || !soup.vary().contains(Variation.SEED) ? ofPhase : ofPhase.child("particle", particle);
  }

  private boolean varies(Variation what, Phase phase) {
    return phase.particles() > 1 && soup.vary().contains(what);
  }

  private double factor(Variation what, Phase phase, int particle) {
    return varies(what, phase) ? StrictMath.pow(1 + soup.spread(), place(phase, particle)) : 1;
  }

  /** From -1 for the first particle to 1 for the last. */
  private static double place(Phase phase, int particle) {
    return 2.0 * particle / (phase.particles() - 1) - 1;
  }
}
