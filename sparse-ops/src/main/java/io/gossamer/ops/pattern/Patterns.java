package io.gossamer.ops.pattern;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import java.util.Arrays;
import java.util.BitSet;

/** Builds patterns: full, random with an exact count, and from flat places. */
public final class Patterns {
  private Patterns() {}

  /** Every place of {@code [out, in]} kept. */
  public static Pattern full(int out, int in) {
    int[] rowStart = new int[out + 1];
    int[] column = new int[Math.multiplyExact(out, in)];
    for (int o = 0; o < out; o++) {
      rowStart[o + 1] = (o + 1) * in;
      for (int i = 0; i < in; i++) {
        column[o * in + i] = i;
      }
    }
    return new Pattern(out, in, rowStart, column, false);
  }

  /**
   * Exactly {@code nnz} places of {@code [out, in]}, every choice equally likely.
   *
   * @throws InvalidInput if {@code nnz} is negative or more than there are places
   */
  public static Pattern random(int out, int in, int nnz, Seed seed) {
    int places = Math.multiplyExact(out, in);
    if (nnz < 0 || nnz > places) {
      throw new InvalidInput("cannot keep " + nnz + " of " + places + " places");
    }
    boolean keepChosen = nnz <= places / 2;
    BitSet chosen = sample(places, keepChosen ? nnz : places - nnz, seed);
    if (!keepChosen) {
      chosen.flip(0, places);
    }
    int[] flat = new int[nnz];
    int n = 0;
    for (int p = chosen.nextSetBit(0); p >= 0; p = chosen.nextSetBit(p + 1)) {
      flat[n++] = p;
    }
    return ofFlat(out, in, flat);
  }

  /** Floyd's sampling without replacement: {@code count} draws, whatever the number of places. */
  private static BitSet sample(int places, int count, Seed seed) {
    BitSet chosen = new BitSet(places);
    Seed.Stream stream = seed.stream();
    for (int j = places - count; j < places; j++) {
      int draw = stream.nextInt(j + 1);
      chosen.set(chosen.get(draw) ? j : draw);
    }
    return chosen;
  }

  /**
   * The pattern of row-major places {@code o * in + i}.
   *
   * @param flat strictly ascending
   * @throws InvalidInput if a place is out of range, or the places do not ascend
   */
  public static Pattern ofFlat(int out, int in, int[] flat) {
    int[] rowStart = new int[out + 1];
    int[] column = new int[flat.length];
    int before = -1;
    for (int k = 0; k < flat.length; k++) {
      int place = flat[k];
      if (place <= before || place >= (long) out * in) {
        throw new InvalidInput("places of a " + out + " x " + in + " pattern must ascend within range; found " + place
            + " after " + before);
      }
      rowStart[place / in + 1]++;
      column[k] = place % in;
      before = place;
    }
    for (int o = 0; o < out; o++) {
      rowStart[o + 1] += rowStart[o];
    }
    return new Pattern(out, in, rowStart, column, false);
  }

  /** The row-major places of a pattern, ascending. */
  public static int[] flat(Pattern pattern) {
    int[] flat = new int[pattern.nnz()];
    int[] rowStart = pattern.rowStarts();
    int[] column = pattern.columns();
    for (int o = 0; o < pattern.out(); o++) {
      for (int k = rowStart[o]; k < rowStart[o + 1]; k++) {
        flat[k] = o * pattern.in() + column[k];
      }
    }
    return flat;
  }

  /** The same pattern with only the positions listed in {@code kept}, which must ascend. */
  public static Pattern keep(Pattern pattern, int[] kept) {
    int[] flat = flat(pattern);
    return ofFlat(pattern.out(), pattern.in(), Arrays.stream(kept).map(k -> flat[k]).toArray());
  }
}
