package io.gossamer.masks.method;

import io.gossamer.masks.evidence.Evidence;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.Arrays;
import java.util.List;

/** Drops the smallest magnitudes of each layer and grows at the inputs through which most comes in. */
final class LoudestInputs extends DropAndGrow {
  @Override
  public boolean measuresAllPlaces(MaskPlan plan) {
    return true;
  }

  @Override
  int[][] grow(MaskPlan plan, MaskMoment now, Evidence evidence, List<Pattern> except, int[] counts) {
    double[][] squares = evidence.inputSquares();
    int[][] grown = new int[counts.length][];
    for (int l = 0; l < counts.length; l++) {
      Pattern layer = except.get(l);
      double[] scores = new double[layer.out() * layer.in()];
      for (int place = 0; place < scores.length; place++) {
        scores[place] = squares[l][place % layer.in()];
      }
      for (int place : Patterns.flat(layer)) {
        scores[place] = Double.NEGATIVE_INFINITY;
      }
      grown[l] = Arrays.copyOf(TopK.largest(scores, 0, scores.length, counts[l]), counts[l]);
    }
    return grown;
  }
}
