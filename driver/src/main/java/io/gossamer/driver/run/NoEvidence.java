package io.gossamer.driver.run;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Evidence;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.evidence.Search;
import io.gossamer.ops.InvariantBroken;

/** For methods that ask for nothing. */
final class NoEvidence implements Evidence {
  @Override
  public double[] atKept(Measure measure) {
    throw refused();
  }

  @Override
  public int[][] largest(Search search) {
    throw refused();
  }

  @Override
  public double[][] inputSquares() {
    throw refused();
  }

  @Override
  public double trialLoss(Mask candidate, int steps) {
    throw refused();
  }

  private static InvariantBroken refused() {
    return new InvariantBroken("this run gathers no evidence");
  }
}
