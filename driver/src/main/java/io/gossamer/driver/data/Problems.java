package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong with rows, counted instead of thrown: a task that throws would be tried again, and the user would learn of
 * one bad row at a time.
 */
final class Problems implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 5;

  private long rows;
  private final Map<String, Tally> tallies = new TreeMap<>();

  private record Tally(long count, String first) implements Serializable {}

  void row() {
    rows++;
  }

  /** One more row with this problem; {@code where} names the row. */
  void add(String problem, String where) {
    tallies.merge(problem, new Tally(1, where), (old, one) -> new Tally(old.count + 1, old.first));
  }

  void add(Problems other) {
    rows += other.rows;
    other.tallies.forEach((problem, tally) ->
        tallies.merge(problem, tally, (old, more) -> new Tally(old.count + more.count, old.first)));
  }

  long rows() {
    return rows;
  }

  /**
   * @throws InvalidInput if anything was wrong: up to five problems in one sentence each
   */
  void refuse(String source, String mend) {
    if (tallies.isEmpty()) {
      return;
    }
    List<String> listed = new ArrayList<>();
    tallies.forEach((problem, tally) -> {
      if (listed.size() < LISTED) {
        listed.add(String.format("%s in %,d of %,d rows (first: %s)", problem, tally.count, rows, tally.first));
      }
    });
    String more = tallies.size() > LISTED ? " and " + (tallies.size() - LISTED) + " more like these" : "";
    throw new InvalidInput(source + ": " + String.join("; ", listed) + more + "; " + mend);
  }
}
