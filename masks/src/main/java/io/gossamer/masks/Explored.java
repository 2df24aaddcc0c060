package io.gossamer.masks;

import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import java.util.BitSet;

/**
 * Which places a run has ever kept, remembered beside what its method remembers. Source: the rate of in-time
 * over-parameterisation of Liu et al. 2021, ITOP (methods.md B15).
 */
public final class Explored {
  private static final String NAME = "explored.";

  private Explored() {}

  /**
   * A method's memory with the places that a move explored.
   *
   * @param before what was remembered before the move
   * @param method what the method wants to remember after it
   */
  public static MaskMemory add(MaskMemory before, MaskMemory method, Mask from, Mask to) {
    MaskMemory memory = method;
    for (int l = 0; l < to.patterns().size(); l++) {
      BitSet places = places(before, from, l);
      mark(to.patterns().get(l), places);
      memory = memory.with(NAME + to.layers().get(l), places.toLongArray());
    }
    return memory;
  }

  private static BitSet places(MaskMemory memory, Mask mask, int l) {
    String name = NAME + mask.layers().get(l);
    BitSet places = memory.has(name) ? BitSet.valueOf(memory.longs(name)) : new BitSet();
    mark(mask.patterns().get(l), places);
    return places;
  }

  private static void mark(Pattern pattern, BitSet places) {
    for (int place : Patterns.flat(pattern)) {
      places.set(place);
    }
  }

  /** Share of layer {@code l} that the run has kept at some time, in [0, 1]. */
  public static double rate(MaskMemory memory, Mask mask, int l) {
    Pattern pattern = mask.patterns().get(l);
    long all = (long) pattern.out() * pattern.in();
    return all == 0 ? 0 : places(memory, mask, l).cardinality() / (double) all;
  }
}
