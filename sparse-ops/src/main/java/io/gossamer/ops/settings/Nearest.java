package io.gossamer.ops.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what someone probably meant: a key, a column, a value. */
public final class Nearest {
  private Nearest() {}

  /** The known key that differs least from {@code asked}, or whose last part does, if that is close enough to help. */
  public static Optional<String> key(String asked, Collection<String> known) {
    Optional<String> whole = word(asked, known);
    if (whole.isPresent()) {
      return whole;
    }
    String name = lastPart(asked);
    return word(name, known.stream().map(Nearest::lastPart).toList())
        .flatMap(found -> known.stream().filter(key -> lastPart(key).equals(found)).findFirst());
  }

  /** The known word at the least edit distance, if that is at most a third of its length and at most 3. */
  public static Optional<String> word(String asked, Collection<String> known) {
    String lower = asked.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(word -> Math.abs(word.length() - asked.length()) <= 3)
        .filter(word -> distance(lower, word.toLowerCase(Locale.ROOT)) <= Math.min(3, (word.length() + 2) / 3))
        .min(Comparator.comparingInt(word -> distance(lower, word.toLowerCase(Locale.ROOT))));
  }

  /** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
  static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length()][b.length()];
  }

  private static String lastPart(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
