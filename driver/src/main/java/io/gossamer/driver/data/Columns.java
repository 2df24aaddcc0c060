package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** Column names of a table, and what to say of one that is not there. */
final class Columns {
  private static final int LISTED = 5;
  private static final int MOST_EDITS = 3;

  private Columns() {}

  /**
   * @param key the setting that names the column
   * @throws InvalidInput if the table lacks the column, with the nearest one that it has
   */
  static void require(String column, String key, String table, String[] there) {
    List<String> names = Arrays.asList(there);
    if (names.contains(column)) {
      return;
    }
    String meant = nearest(column, names).map(name -> "; did you mean \"" + name + "\"?").orElse("");
    throw new InvalidInput(key + " names column \"" + column + "\", which " + table + " does not have; its columns are "
        + listed(names) + meant);
  }

  /** Up to five names, then how many there are and the last, which without a header is often the label. */
  static String listed(List<String> names) {
    String first = names.stream().limit(LISTED).map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first
        : String.format("%s, ... (%,d), the last \"%s\"", first, names.size(), names.get(names.size() - 1));
  }

  private static Optional<String> nearest(String asked, List<String> names) {
    return names.stream()
        .filter(name -> edits(asked, name) <= Math.min(MOST_EDITS, (name.length() + 2) / 3))
        .min(Comparator.comparingInt(name -> edits(asked, name)));
  }

  /** Insertions, deletions, replacements and swaps of neighbours that make one name the other, case aside. */
  private static int edits(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : Math.min(
            cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1),
            1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }
}
