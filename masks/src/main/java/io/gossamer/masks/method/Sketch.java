package io.gossamer.masks.method;

import io.gossamer.masks.evidence.Evidence;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.random.Seed;

/**
 * Samples the kept weights of each layer, without replacement, with probability proportional to what they add to the
 * layer's output: {@code w^2} times the squared norm of their input over the rows. Sampling by such norms is the sketch
 * that approximates a matrix product best. Training follows, so values are not divided by their probability. Source: "A
 * unified framework for pruning at initialization from sketching" (methods.md B7, where the exact rule is a
 * recollection); draws by Efraimidis and Spirakis 2006.
 */
final class Sketch extends AtInitialization {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  InitialSettings.Extent extent(MaskPlan plan) {
    return InitialSettings.Extent.LAYER;
  }

  @Override
  double[] scores(MaskPlan plan, MaskMoment now, Evidence evidence) {
    double[][] squares = evidence.inputSquares();
    double[] scores = new double[now.mask().nnz()];
    int at = 0;
    for (int l = 0; l < squares.length; l++) {
      Pattern pattern = now.mask().patterns().get(l);
      Seed.Stream draws = now.seed().child("sketch", l).stream();
      for (int column : pattern.columns()) {
        double weight = now.values()[at] * (double) now.values()[at] * squares[l][column];
        double drawn = StrictMath.log(1 - draws.nextDouble());
        scores[at++] = weight == 0 ? -Double.MAX_VALUE : drawn / weight;
      }
    }
    return scores;
  }
}
