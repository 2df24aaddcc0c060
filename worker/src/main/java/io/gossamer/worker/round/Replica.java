package io.gossamer.worker.round;

import io.gossamer.ops.optim.Slot;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What goes on from one round to the next: values and, where the optimiser's state is averaged, that state.
 *
 * @param values in the documented order
 * @param state as many numbers of each kind, in the same order; empty where every round starts with none
 */
public record Replica(float[] values, Map<Slot, float[]> state) {
  public Replica {
    state = Collections.unmodifiableMap(new TreeMap<>(state));
  }

  /** Values alone. */
  public static Replica of(float[] values) {
    return new Replica(values, Map.of());
  }

  /** Zeros. */
  public static Replica zeros(int length, List<Slot> slots) {
    Map<Slot, float[]> state = new TreeMap<>();
    slots.forEach(slot -> state.put(slot, new float[length]));
    return new Replica(new float[length], state);
  }

  /** The kinds of its state, in the order in which they travel. */
  public List<Slot> slots() {
    return List.copyOf(state.keySet());
  }

  /** Array 0, the values, or array {@code n}, the {@code n}th of the state. Not a copy. */
  public float[] array(int n) {
    return n == 0 ? values : state.get(slots().get(n - 1));
  }

  /** Place of the first number that is not finite, counted through one array after the other; -1 if all are. */
  public int firstNotFinite() {
    for (int n = 0; n <= state.size(); n++) {
      int place = firstNotFinite(array(n));
      if (place >= 0) {
        return n * values.length + place;
      }
    }
    return -1;
  }

  /** By eights, since the driver looks at every number of every round: 0 times a finite one is 0, times others NaN. */
  private static int firstNotFinite(float[] array) {
    int p = 0;
    while (p + 8 <= array.length && zero(array, p) + zero(array, p + 4) == 0) {
      p += 8;
    }
    for (; p < array.length; p++) {
      if (!Float.isFinite(array[p])) {
        return p;
      }
    }
    return -1;
  }

  /** NaN if one of four numbers is not finite. */
  private static float zero(float[] array, int p) {
    return array[p] * 0 + array[p + 1] * 0 + (array[p + 2] * 0 + array[p + 3] * 0);
  }

  /** The number at a place counted so. */
  public float at(int place) {
    return array(place / values.length)[place % values.length];
  }

  Replica copy() {
    Map<Slot, float[]> copies = new TreeMap<>();
    state.forEach((slot, array) -> copies.put(slot, array.clone()));
    return new Replica(values.clone(), copies);
  }
}
