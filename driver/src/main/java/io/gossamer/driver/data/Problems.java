package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is wrong with rows, counted instead of thrown: a task that throws would be tried again, and the user would learn
 * of one bad row at a time.
 */
final class Problems implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int LISTED = 5;

  /** Beyond this, kinds are only counted: a wrong column can make every row a kind of its own. */
  private static final int MOST_KINDS = 1_000;

  private long rows;
  private long others;
  private final Map<String, Tally> tallies = new TreeMap<>();

  private record Tally(long count, String first) implements Serializable {}

  void row() {
    rows++;
  }

  /** One more row with this problem; {@code where} names the row. */
  void add(String problem, String where) {
    add(problem, new Tally(1, where));
  }

  /** Adds what was found in rows that come after those counted here. */
  void add(Problems other) {
    rows += other.rows;
    others += other.others;
    other.tallies.forEach(this::add);
  }

  private void add(String problem, Tally more) {
    if (tallies.size() < MOST_KINDS || tallies.containsKey(problem)) {
      tallies.merge(problem, more, (old, one) -> new Tally(old.count + one.count, old.first));
    } else {
      others += more.count;
    }
  }

  long rows() {
    return rows;
  }

  /**
   * @throws InvalidInput if anything was wrong: up to five problems in one sentence
   */
  void refuse(String source, String mend) {
    if (tallies.isEmpty()) {
      return;
    }
    List<String> listed = new ArrayList<>();
    long unlisted = others;
    for (Map.Entry<String, Tally> entry : tallies.entrySet()) {
      Tally tally = entry.getValue();
      if (listed.size() < LISTED) {
        listed.add(String.format("%s in %,d of %,d rows (first: %s)", entry.getKey(), tally.count, rows, tally.first));
      } else {
        unlisted += tally.count;
      }
    }
    String more = unlisted > 0 ? String.format(" and %,d more like these", unlisted) : "";
    throw new InvalidInput(source + ": " + String.join("; ", listed) + more + "; " + mend);
  }
}
