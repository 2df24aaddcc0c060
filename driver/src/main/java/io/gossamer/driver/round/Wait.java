package io.gossamer.driver.round;

import io.gossamer.driver.spark.Overdue;
import io.gossamer.driver.spark.Waits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * One wait for the answers of shards, from its making on: until all have come, or enough of them and then as long as
 * patience lasts, or until its time is up.
 */
final class Wait {
  private static final int LISTED = 10;

  private final String what;
  private final Waits waits;
  private final Quorum quorum;
  private final BooleanSupplier enough;
  private final String mend;
  private final long start = System.nanoTime();
  private final List<Long> times = new ArrayList<>();
  private long nanos;
  private boolean met;

  private Wait(String what, Waits waits, Quorum quorum, BooleanSupplier enough, String mend) {
    this.what = what;
    this.waits = waits;
    this.quorum = quorum;
    this.enough = enough;
    this.mend = mend;
    this.nanos = waits.nanos();
  }

  /** For every shard. */
  static Wait forAll(String what, Waits waits) {
    return new Wait(what, waits, Quorum.ALL, () -> false, "");
  }

  /**
   * For a round, which may end without some.
   *
   * @param enough what else must hold before it may, of what has come
   */
  static Wait forRound(int round, Waits waits, Quorum quorum, BooleanSupplier enough) {
    return new Wait("round " + round, waits, quorum, enough,
        "or let rounds go on without the slowest by rounds.quorum");
  }

  /** Nanoseconds that are left; none or less when it is over. */
  long left() {
    return nanos - (System.nanoTime() - start);
  }

  /**
   * An answer came, and was taken.
   *
   * @param at the clock then
   */
  void came(long at) {
    times.add(at - start);
    if (!met && times.size() >= quorum.shards() && enough.getAsBoolean()) {
      met = true;
      nanos = Math.min(nanos, at - start + quorum.patience().nanos(times));
    }
  }

  /** Whether what has come is enough to go on without the others. */
  boolean isMet() {
    return met;
  }

  double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /** What to say when time is up. */
  Overdue overdue(String parts, Collection<Integer> missing) {
    String listed = missing.stream().limit(LISTED).map(String::valueOf).collect(Collectors.joining(", "));
    String more = missing.size() > LISTED ? " and " + (missing.size() - LISTED) + " more" : "";
    return waits.overdue(what, parts + " " + listed + more, mend);
  }
}
