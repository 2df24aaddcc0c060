package io.gossamer.driver.run;

import io.gossamer.masks.MaskChange;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One replica of the model between two rounds. Its hyper-parameters and draws follow from its number.
 *
 * @param index its number, from 0
 * @param values in the documented order of the run's mask
 * @param state named arrays in the same order that belong to this particle: the outer optimiser's, a moving average
 * @param averaged samples in its moving average
 */
public record Particle(int index, float[] values, Map<String, float[]> state, int averaged) {
  public Particle {
    state = Map.copyOf(state);
  }

  /** A particle without moving average. */
  public static Particle of(int index, float[] values, Map<String, float[]> state) {
    return new Particle(index, values, state, 0);
  }

  /** The same particle with other values. */
  public Particle withValues(float[] other) {
    return new Particle(index, other, state, averaged);
  }

  /** The same particle under the next mask. */
  Particle move(MaskChange change) {
    return new Particle(index, change.move(values), mapped(state, change::move), averaged);
  }

  static Map<String, float[]> mapped(Map<String, float[]> arrays, UnaryOperator<float[]> change) {
    Map<String, float[]> mapped = new TreeMap<>();
    arrays.forEach((name, array) -> mapped.put(name, change.apply(array)));
    return mapped;
  }
}
