package io.gossamer.masks.criterion;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.ops.random.Seed;

/**
 * How prune-retrain methods (imp, sms, swamp) choose what stays. Sources: See, Luong and Manning 2016 for the three
 * magnitudes; Zimmer et al. 2024 (methods.md A1, A3).
 */
public enum PruneCriterion {
  /** Smallest magnitudes of the whole model go (class-blind). */
  MAGNITUDE(Scores.MAGNITUDE, Scope.GLOBAL),
  /** The same share of every layer goes (class-uniform). */
  MAGNITUDE_UNIFORM(Scores.MAGNITUDE, Scope.LAYER),
  /** Smallest magnitudes in units of their layer's standard deviation go (class-distribution). */
  MAGNITUDE_DISTRIBUTION(Scores.MAGNITUDE, Scope.DISTRIBUTION),
  /** Any go. */
  RANDOM(Scores.RANDOM, Scope.GLOBAL),
  /** Smallest {@code |w * gradient|} of the whole model go. */
  GRADIENT(Scores.GRADIENT, Scope.GLOBAL),
  /** Smallest {@code w^2 * Fisher} of the whole model go. */
  FISHER(Scores.FISHER, Scope.GLOBAL);

  private final Scores scores;
  private final Scope scope;

  PruneCriterion(Scores scores, Scope scope) {
    this.scores = scores;
    this.scope = scope;
  }

  /** Whether scores come from a network with all places, which a task then holds beside its own. */
  public boolean measuresAllPlaces() {
    return scores == Scores.GRADIENT || scores == Scores.FISHER;
  }

  /** The mask with exactly {@code count} places of {@code mask}, version one higher. */
  public Mask prune(Mask mask, float[] values, Evidence evidence, Seed seed, int count) {
    return Pruning.within(scope, mask, scores.of(mask, values, evidence, seed), count);
  }
}
