package io.gossamer.masks.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.select.TopK;
import java.util.Arrays;
import java.util.Map;

/**
 * Answers from whole dense means: the plain twin of what the driver does with a few candidates, and what tests of
 * methods use.
 */
public final class DenseEvidence implements Evidence {
  private final Mask mask;
  private final Map<Measure, double[][]> sums;
  private final double[][] inputSquares;

  /**
   * @param sums means by measure and layer, row-major over all places
   * @param inputSquares by layer and column
   */
  public DenseEvidence(Mask mask, Map<Measure, double[][]> sums, double[][] inputSquares) {
    this.mask = mask;
    this.sums = Map.copyOf(sums);
    this.inputSquares = inputSquares;
  }

  @Override
  public double[] atKept(Measure measure) {
    double[] kept = new double[mask.nnz()];
    int n = 0;
    for (int l = 0; l < mask.patterns().size(); l++) {
      for (int place : Patterns.flat(mask.patterns().get(l))) {
        kept[n++] = of(measure)[l][place];
      }
    }
    return kept;
  }

  @Override
  public int[][] largest(Search search) {
    int[][] found = new int[search.counts().length][];
    for (int l = 0; l < found.length; l++) {
      found[l] = largest(search, l);
    }
    return found;
  }

  private int[] largest(Search search, int l) {
    Pattern except = search.except().get(l);
    int places = except.out() * except.in();
    double[] scores = new double[places];
    for (int place = 0; place < places; place++) {
      scores[place] = Math.abs(of(search.measure())[l][place]) + search.bonus().at(l, place);
    }
    for (int place : Patterns.flat(except)) {
      scores[place] = Double.NEGATIVE_INFINITY;
    }
    int groups = search.counts()[l].length;
    int length = groups == 0 ? 0 : places / groups;
    int[] found = new int[Arrays.stream(search.counts()[l]).sum()];
    int n = 0;
    for (int g = 0; g < groups; g++) {
      for (int p : TopK.largest(scores, g * length, length, search.counts()[l][g])) {
        found[n++] = g * length + p;
      }
    }
    return found;
  }

  @Override
  public double[][] inputSquares() {
    return inputSquares;
  }

  /** Of a network that has every weight in a row of its own: any fixed function of the values would do. */
  @Override
  public double[] flow(float[] values) {
    double[] flow = new double[mask.nnz()];
    for (int p = 0; p < flow.length; p++) {
      flow[p] = Math.abs(values[p]);
    }
    return flow;
  }

  /** The share of the loss that a mask's places miss: any fixed function of the mask would do. */
  @Override
  public double trialLoss(Mask candidate, int steps) {
    double[][] gradient = of(Measure.GRADIENT);
    double all = 0;
    for (double[] layer : gradient) {
      all += Arrays.stream(layer).map(Math::abs).sum();
    }
    double kept = 0;
    for (int l = 0; l < gradient.length; l++) {
      for (int place : Patterns.flat(candidate.patterns().get(l))) {
        kept += Math.abs(gradient[l][place]);
      }
    }
    return 1 - kept / all;
  }

  private double[][] of(Measure measure) {
    double[][] found = sums.get(measure);
    if (found == null) {
      throw new InvariantBroken("there are no sums of " + measure);
    }
    return found;
  }
}
