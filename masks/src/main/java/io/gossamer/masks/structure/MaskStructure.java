package io.gossamer.masks.structure;

import io.gossamer.masks.allocation.LayerShape;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;

/** Which sets of places a layer's pattern may be, and the best of them for given scores. */
public interface MaskStructure {
  /** What a layer keeps when it is asked to keep {@code asked} weights; a layer that keeps all is always possible. */
  int count(LayerShape shape, int asked);

  /**
   * The pattern within {@code from} that keeps the largest scores; among equals the lower place goes.
   *
   * @param scores one a place of {@code from}, starting at {@code at}
   * @param count as {@link #count} gave it
   */
  Pattern keep(Pattern from, double[] scores, int at, int count);

  /** A random pattern of {@code count} places, each of its kind equally likely. */
  default Pattern random(LayerShape shape, int count, Seed seed) {
    if (count == shape.places()) {
      return Patterns.full(shape.out(), shape.in());
    }
    Pattern full = Patterns.full(shape.out(), shape.in());
    Seed.Stream draws = seed.stream();
    double[] scores = new double[full.nnz()];
    for (int p = 0; p < scores.length; p++) {
      scores[p] = draws.nextDouble();
    }
    return keep(full, scores, 0, count);
  }
}
