package io.gossamer.masks;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.Arrays;

/**
 * From one mask to the next: which value of the old array each value of the new one continues. Dropped places lose what
 * they had, grown places start at zero; this holds for weights, momentum and outer state alike (methods.md I7).
 */
public final class MaskChange {
  private static final int GROWN = -1;

  private final int keptBefore;
  private final Mask after;
  private final int[] source;
  private final int dropped;
  private final int grown;

  private MaskChange(int keptBefore, Mask after, int[] source, int dropped, int grown) {
    this.keptBefore = keptBefore;
    this.after = after;
    this.source = source;
    this.dropped = dropped;
    this.grown = grown;
  }

  /** The change between two masks of one model: what both keep goes on. */
  public static MaskChange between(Mask before, Mask after) {
    return between(before, before, after);
  }

  /**
   * The change between two masks in which only some places go on: one that was dropped and grown again at once is in
   * both masks and yet starts at zero (methods.md I7).
   *
   * @param survivors a part of {@code before}
   */
  public static MaskChange between(Mask before, Mask survivors, Mask after) {
    int[] source = new int[after.nnz()];
    int grown = 0;
    for (int l = 0; l < after.patterns().size(); l++) {
      int[] old = before.patterns().get(l) == survivors.patterns().get(l) ? null
          : positions(before.patterns().get(l), survivors.patterns().get(l));
      grown += match(
          survivors.patterns().get(l), old, before.weightsAt(l), after.patterns().get(l), after.weightsAt(l), source);
    }
    return new MaskChange(before.nnz(), after, source, before.nnz() - (after.nnz() - grown), grown);
  }

  /** The position in {@code all} of every place of {@code some}. */
  private static int[] positions(Pattern all, Pattern some) {
    int[] places = Patterns.flat(all);
    return Arrays.stream(Patterns.flat(some)).map(place -> {
      int position = Arrays.binarySearch(places, place);
      if (position < 0) {
        throw new InvariantBroken("place " + place + " survives a mask change without having been there before");
      }
      return position;
    }).toArray();
  }

  /**
   * Merges two ascending lists of places; returns how many of the new ones were not in the old.
   *
   * @param positions where the old places stood in the values; null where that is their order
   */
  private static int match(
      Pattern before, int[] positions, int beforeAt, Pattern after, int afterAt, int[] source) {
    if (before.out() != after.out() || before.in() != after.in()) {
      throw new InvariantBroken("a mask cannot change the shape of a layer: " + before + " to " + after);
    }
    int[] old = Patterns.flat(before);
    int[] places = Patterns.flat(after);
    int grown = 0;
    int k = 0;
    for (int p = 0; p < places.length; p++) {
      while (k < old.length && old[k] < places[p]) {
        k++;
      }
      boolean kept = k < old.length && old[k] == places[p];
      source[afterAt + p] = kept ? beforeAt + (positions == null ? k : positions[k]) : GROWN;
      grown += kept ? 0 : 1;
    }
    return grown;
  }

  public Mask after() {
    return after;
  }

  /** Places that were kept before and do not go on. */
  public int dropped() {
    return dropped;
  }

  /** Places that are kept now and start at zero. */
  public int grown() {
    return grown;
  }

  /** The array {@code values} of the old mask on the new one: a new array. Dense values follow unchanged. */
  public float[] move(float[] values) {
    int dense = values.length - keptBefore;
    float[] moved = new float[source.length + dense];
    for (int p = 0; p < source.length; p++) {
      moved[p] = source[p] == GROWN ? 0 : values[source[p]];
    }
    System.arraycopy(values, keptBefore, moved, source.length, dense);
    return moved;
  }
}
