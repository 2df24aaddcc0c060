package io.gossamer.masks.evidence;

import io.gossamer.masks.Mask;

/**
 * What the workers can measure for a mask method, at the averaged weights and over the same training rows for every
 * call of one step. Each call is a pass over the shards; a method asks for what it needs and for nothing else. Signed
 * numbers are summed over shards, in shard order and in double, before anyone takes an absolute value, so that answers
 * do not depend on which executor computed what.
 */
public interface Evidence {
  /**
   * Means over the rows at every kept place, in the documented order of the mask.
   *
   * @return nnz numbers
   */
  double[] atKept(Measure measure);

  /**
   * For each group of places exactly the asked number of those with the largest score {@code |mean| + bonus}; among
   * equals the lower place wins. Workers send only what it takes to prove the choice.
   *
   * @return places by layer, row-major and ascending
   */
  int[][] largest(Search search);

  /**
   * Sums of squares of what enters each input of each masked layer.
   *
   * @return by layer, an entry an input channel's place: as many as the layer has columns
   */
  double[][] inputSquares();

  /**
   * Synaptic flow {@code |w * dR/dw|} at every kept place, R the sum of the outputs of a row of ones through the
   * absolute values of the network; free of data. Known up to a factor that all places share.
   *
   * @param values in the documented order of the mask; a weight of zero is as good as masked out
   */
  double[] flow(float[] values);

  /**
   * Mean training loss of another mask with fresh weights on it, over its first {@code steps} local steps on every
   * shard.
   */
  double trialLoss(Mask candidate, int steps);
}
