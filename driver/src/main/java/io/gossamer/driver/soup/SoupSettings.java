package io.gossamer.driver.soup;

import io.gossamer.masks.criterion.PruneCriterion;
import io.gossamer.masks.method.MaskMethod;
import io.gossamer.masks.method.MaskMethods;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.optim.RetrainRate;
import io.gossamer.ops.settings.Setting;
import java.util.List;
import java.util.Locale;

/** The section {@code soup}. docs/soups.md says what each method does. */
public record SoupSettings(
    @Setting(doc = "How the run is cut into phases: none, or train, prune and retrain as imp, sms, swamp or "
        + "lottery-pool do it. With these masks start full and move between phases; sparsity.method is not used.",
        value = "none") SoupMethod method,
    @Setting(doc = "Particles: replicas of the model with one mask that train apart, each on the shards that are its "
        + "turn, and are averaged. 1 trains one model on all shards.", value = "1") int particles,
    @Setting(doc = "Prunes on the way to sparsity.sparsity, each of the same share of what is left.", value = "3")
        int phases,
    @Setting(doc = "Passes of each particle over the rows in a phase after a prune; 0 takes training.epochs, or what "
        + "is left of them after the point that is rewound to.", value = "0.0") double epochs,
    @Setting(doc = "How particles become one model: uniform, rows (weighted by rows trained on), greedy, learned, best "
        + "(keep one). The last three need validation rows.", value = "uniform") SoupKind kind,
    @Setting(doc = "What differs between particles: seed, weight-decay, learning-rate, retrain-length, "
        + "label-smoothing, dropout.", value = "[seed]") List<Variation> vary,
    @Setting(doc = "How far varied numbers differ, above 0: factors run from 1 / (1 + spread) to 1 + spread, those of "
        + "retrain-length up to 1.", value = "0.5") double spread,
    @Setting(doc = "Whether to average only where the mean's loss on the validation rows is not above the particles' "
        + "mean loss (no barrier), and else to keep the best one; without validation rows the gate is open.",
        value = "true") boolean gate,
    @Setting(doc = "What a prune keeps: magnitude (largest of the whole model), magnitude-uniform, "
        + "magnitude-distribution, random, gradient, fisher.", value = "magnitude") PruneCriterion criterion,
    @Setting(doc = "Learning rate of a phase after a prune: llr, allr, clr, slr, ft, lrw, swa.", value = "llr")
        RetrainRate.Shape schedule,
    @Setting(doc = "Largest learning rate of these phases; 0 takes training.learningRate.", value = "0.0")
        double learningRate,
    @Setting(doc = "Whether kept weights go back to earlier values after a prune: method (swamp does), always, never.",
        value = "method") Choice rewind,
    @Setting(doc = "Epoch of the first phase whose values they go back to; of swamp, its whole first phase.",
        value = "1.0") double rewindEpochs,
    @Setting(doc = "First phases of swamp that train one particle only (SWAMP+).", value = "0") int single,
    @Setting(doc = "Moving averages.") SwaSettings swa,
    @Setting(doc = "lottery-pool: shares of an earlier ticket to try, each in (0, 1).", value = "[0.05, 0.1, 0.2, 0.3, "
        + "0.5]") List<Double> coefficients) {
  /** Particles beyond this are taken for a mistake. */
  private static final int MOST = 4096;

  public SoupSettings {
    vary = List.copyOf(vary);
    coefficients = List.copyOf(coefficients);
    check(particles >= 1 && particles <= MOST, "particles", particles, "from 1 to 4,096");
    check(phases >= 1 && phases <= 1000, "phases", phases, "from 1 to 1,000");
    check(epochs >= 0 && epochs <= 1e6, "epochs", epochs, "from 0 to 1,000,000");
    check(spread > 0 && spread <= 10, "spread", spread, "above 0 and at most 10");
    check(learningRate >= 0 && learningRate < 1e3, "learningRate", learningRate, "at least 0 and below 1000");
    check(rewindEpochs >= 0 && rewindEpochs <= 1e6, "rewindEpochs", rewindEpochs, "from 0 to 1,000,000");
    check(single >= 0 && single <= phases + 1, "single", single, "from 0 to soup.phases + 1");
    for (double coefficient : coefficients) {
      check(coefficient > 0 && coefficient < 1, "coefficients", coefficient, "above 0 and below 1 each");
    }
  }

  private static void check(boolean holds, String key, Object found, String allowed) {
    if (!holds) {
      throw new InvalidInput("soup." + key + " is " + found + "; it must be " + allowed);
    }
  }

  /** Particles of one phase, everything else as the settings page gives it. */
  public static SoupSettings of(int particles) {
    return of(SoupMethod.NONE, particles, 3, 0);
  }

  /** A method, everything else as the settings page gives it. */
  public static SoupSettings of(SoupMethod method, int particles, int phases, double epochs) {
    return new SoupSettings(
        method, particles, phases, epochs, SoupKind.UNIFORM, List.of(Variation.SEED), 0.5, true,
        PruneCriterion.MAGNITUDE, RetrainRate.Shape.LLR, 0, Choice.METHOD, 1, 0, SwaSettings.defaults(),
        List.of(0.05, 0.1, 0.2, 0.3, 0.5));
  }

  /** One model, no soup. */
  public static SoupSettings none() {
    return of(1);
  }

  /** What moves the mask. */
  public MaskMethod masks(MaskMethods named) {
    if (!method.prunes()) {
      return named.method();
    }
    if (named != MaskMethods.RANDOM) {
      throw new InvalidInput("sparsity.method is " + named.name().toLowerCase(Locale.ROOT).replace('_', '-')
          + ", but soup.method prunes between phases by itself; remove one of them");
    }
    return new MaskedByPhase();
  }

  /** Whether weights go back after a prune. */
  public boolean rewinds() {
    return method.prunes() && rewind.or(method == SoupMethod.SWAMP);
  }

  /** Whether particles end at their moving averages. */
  public boolean averages() {
    return swa.use().or(method == SoupMethod.SWAMP);
  }

  /**
   * @throws InvalidInput if a choice needs validation rows and there are none
   */
  public void checkValidation(boolean exists) {
    if (exists) {
      return;
    }
    if (particles > 1 && kind.needsValidation()) {
      throw new InvalidInput("soup.kind is " + kind.name().toLowerCase(Locale.ROOT) + ", which compares on "
          + "validation rows, and there are none; set data.validationFraction, for example to 0.05, or "
          + "data.validation");
    }
    if (method == SoupMethod.LOTTERY_POOL) {
      throw new InvalidInput("soup.method is lottery-pool, which compares on validation rows, and there are none; set "
          + "data.validationFraction, for example to 0.05, or data.validation");
    }
  }
}
