package io.gossamer.ops.calibrate;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Variants take turns, and the fastest turn of each counts, since whatever else happens can only slow a turn down. They
 * go on while one still becomes faster: on a busy machine the compiler may be seconds behind.
 */
final class Turns {
  private static final int LEAST = 3;
  private static final long CALM = 400_000_000;
  private static final long LONGEST = 6_000_000_000L;

  /** A turn that is no faster than this share of the fastest is weather. */
  private static final double FASTER = 0.9;

  private final LongSupplier clock;

  /** @param clock in nanoseconds */
  Turns(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * The fastest turn of each variant.
   *
   * @param variants each takes a turn and tells its time
   * @param plausible what compiled code can have come to; anything else is given the longest time to change
   */
  List<Double> fastest(List<DoubleSupplier> variants, Predicate<List<Double>> plausible) {
    List<Double> fastest = new ArrayList<>(Collections.nCopies(variants.size(), Double.MAX_VALUE));
    long start = clock.getAsLong();
    long changed = start;
    long now = start;
    for (int turns = 0; turns < LEAST || now - start < LONGEST
        && (now - changed < CALM || !plausible.test(Collections.unmodifiableList(fastest))); turns++) {
      boolean faster = false;
      for (int n = 0; n < variants.size(); n++) {
        double time = variants.get(n).getAsDouble();
        faster |= time < FASTER * fastest.get(n);
        fastest.set(n, Math.min(fastest.get(n), time));
      }
      now = clock.getAsLong();
      changed = faster ? now : changed;
    }
    return fastest;
  }
}
