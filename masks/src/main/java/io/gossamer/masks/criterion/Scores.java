package io.gossamer.masks.criterion;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.ops.random.Seed;

/**
 * What a kept weight is worth: one number a kept place, in the documented order of the mask, larger for what should
 * stay.
 */
public enum Scores {
  /** {@code |w|}. */
  MAGNITUDE {
    @Override
    public double[] of(Mask mask, float[] values, Evidence evidence, Seed seed) {
      double[] scores = new double[mask.nnz()];
      for (int p = 0; p < scores.length; p++) {
        scores[p] = Math.abs(values[p]);
      }
      return scores;
    }
  },
  /** Drawn, the same for the same seed. */
  RANDOM {
    @Override
    public double[] of(Mask mask, float[] values, Evidence evidence, Seed seed) {
      double[] scores = new double[mask.nnz()];
      for (int l = 0; l < mask.patterns().size(); l++) {
        Seed.Stream draws = seed.child("random score", l).stream();
        int at = mask.weightsAt(l);
        for (int p = at; p < at + mask.patterns().get(l).nnz(); p++) {
          scores[p] = draws.nextDouble();
        }
      }
      return scores;
    }
  },
  /** {@code |w * g|}: what the loss loses to first order when the weight goes (methods.md B4). */
  GRADIENT {
    @Override
    public double[] of(Mask mask, float[] values, Evidence evidence, Seed seed) {
      double[] scores = evidence.atKept(Measure.GRADIENT);
      for (int p = 0; p < scores.length; p++) {
        scores[p] = Math.abs(values[p] * scores[p]);
      }
      return scores;
    }
  },
  /** {@code w^2 * F}, F the diagonal of the empirical Fisher: the same to second order (methods.md A8). */
  FISHER {
    @Override
    public double[] of(Mask mask, float[] values, Evidence evidence, Seed seed) {
      double[] scores = evidence.atKept(Measure.SQUARED_GRADIENT);
      for (int p = 0; p < scores.length; p++) {
        scores[p] *= (double) values[p] * values[p];
      }
      return scores;
    }
  };

  /**
   * The scores of all kept places; a new array.
   *
   * @param values the averaged model in the documented order of {@code mask}
   * @param evidence asked by {@link #GRADIENT} and {@link #FISHER} alone
   * @param seed used by {@link #RANDOM} alone
   */
  public abstract double[] of(Mask mask, float[] values, Evidence evidence, Seed seed);
}
