package io.gossamer.masks.criterion;

import io.gossamer.masks.Mask;

/** Who competes with whom for the kept places. Source: See, Luong and Manning 2016 (methods.md issue text, B2). */
public enum Scope {
  /** All weights of the model with each other (class-blind). */
  GLOBAL,
  /** The weights of a layer with each other; every layer keeps its own count (class-uniform). */
  LAYER,
  /** All with each other, each score in units of its layer's standard deviation (class-distribution). */
  DISTRIBUTION;

  /** Scores in the order of the mask's places, made comparable across layers as this scope wants it. */
  double[] comparable(Mask mask, double[] scores) {
    if (this != DISTRIBUTION) {
      return scores;
    }
    double[] scaled = scores.clone();
    for (int l = 0; l < mask.patterns().size(); l++) {
      int at = mask.weightsAt(l);
      int end = at + mask.patterns().get(l).nnz();
      double squares = 0;
      for (int p = at; p < end; p++) {
        squares += scores[p] * scores[p];
      }
      double deviation = StrictMath.sqrt(squares / Math.max(1, end - at));
      for (int p = at; p < end && deviation > 0; p++) {
        scaled[p] = scores[p] / deviation;
      }
    }
    return scaled;
  }
}
