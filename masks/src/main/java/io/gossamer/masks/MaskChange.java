package io.gossamer.masks;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;

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

  /** The change between two masks of one model. */
  public static MaskChange between(Mask before, Mask after) {
    int[] source = new int[after.nnz()];
    int grown = 0;
    for (int l = 0; l < after.patterns().size(); l++) {
      grown += match(
          before.patterns().get(l), before.weightsAt(l), after.patterns().get(l), after.weightsAt(l), source);
    }
    return new MaskChange(before.nnz(), after, source, before.nnz() - (after.nnz() - grown), grown);
  }

  /** Merges two ascending lists of places; returns how many of the new ones were not in the old. */
  private static int match(Pattern before, int beforeAt, Pattern after, int afterAt, int[] source) {
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
      source[afterAt + p] = kept ? beforeAt + k : GROWN;
      grown += kept ? 0 : 1;
    }
    return grown;
  }

  public Mask after() {
    return after;
  }

  /** Places that were kept before and are not any more. */
  public int dropped() {
    return dropped;
  }

  /** Places that are kept now and were not before. */
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
