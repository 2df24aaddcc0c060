package io.gossamer.driver.run;

import io.gossamer.driver.round.Shelf;
import io.gossamer.driver.round.Shelf.Shelved;
import io.gossamer.masks.MaskChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/**
 * One replica of the model between two rounds. Its hyper-parameters and draws follow from its number.
 *
 * @param index its number, from 0
 * @param names of its arrays after the first, ascending
 * @param arrays in the documented order of the run's mask: the values, and what belongs to this particle alone, the
 *     outer optimiser's state or a moving average
 * @param averaged samples in its moving average
 */
public record Particle(int index, List<String> names, Shelved arrays, int averaged) {
  /** A particle in memory. */
  public Particle(int index, float[] values, Map<String, float[]> state, int averaged) {
    this(index, List.copyOf(new TreeMap<>(state).keySet()), held(values, state), averaged);
  }

  private static Shelved held(float[] values, Map<String, float[]> state) {
    List<float[]> arrays = new ArrayList<>();
    arrays.add(values);
    arrays.addAll(new TreeMap<>(state).values());
    return Shelved.held(arrays);
  }

  /** A particle without moving average. */
  public static Particle of(int index, float[] values, Map<String, float[]> state) {
    return new Particle(index, values, state, 0);
  }

  /** Its values, fetched if they were put aside. */
  public float[] values() {
    return arrays.array(0);
  }

  /** Its other arrays by name, fetched if they were put aside. */
  public Map<String, float[]> state() {
    Map<String, float[]> state = new TreeMap<>();
    for (int n = 0; n < names.size(); n++) {
      state.put(names.get(n), arrays.array(n + 1));
    }
    return Collections.unmodifiableMap(state);
  }

  /** The same particle with other values. */
  public Particle withValues(float[] other) {
    return new Particle(index, other, state(), averaged);
  }

  /** The same particle with its arrays put aside. */
  Particle on(Shelf shelf) {
    return new Particle(index, names, shelf.put(arrays), averaged);
  }

  /** The same particle under the next mask. */
  Particle move(MaskChange change) {
    return new Particle(index, change.move(values()), mapped(state(), change::move), averaged);
  }

  static Map<String, float[]> mapped(Map<String, float[]> arrays, UnaryOperator<float[]> change) {
    Map<String, float[]> mapped = new TreeMap<>();
    arrays.forEach((name, array) -> mapped.put(name, change.apply(array)));
    return mapped;
  }
}
