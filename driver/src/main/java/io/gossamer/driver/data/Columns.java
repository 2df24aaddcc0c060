package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Nearest;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Column names of a table, and what to say of one that is not there. */
final class Columns {
  private static final int LISTED = 5;

  /** What Spark calls the columns of a file without a header. */
  private static final Pattern UNNAMED = Pattern.compile("_c\\d+");

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
    String meant = UNNAMED.matcher(column).matches()
        ? "; if the file has no header, set data.header to false"
        : Nearest.word(column, names).map(name -> "; did you mean \"" + name + "\"?").orElse("");
    throw new InvalidInput(key + " names column \"" + column + "\", which " + table + " does not have; its columns are "
        + listed(names) + meant);
  }

  /** Up to five names, then how many there are and the last, which without a header is often the label. */
  static String listed(List<String> names) {
    String first = names.stream().limit(LISTED).map(name -> "\"" + name + "\"").collect(Collectors.joining(", "));
    return names.size() <= LISTED ? first
        : String.format("%s, ... (%,d), the last \"%s\"", first, names.size(), names.get(names.size() - 1));
  }
}
