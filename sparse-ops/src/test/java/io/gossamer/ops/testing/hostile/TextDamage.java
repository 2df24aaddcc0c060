package io.gossamer.ops.testing.hostile;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ArbitrarySupplier;
import net.jqwik.api.Combinators;

/**
 * One change to the tokens of a text: words, numbers, blanks, and every other character by itself.
 *
 * @param at which token, modulo their number
 * @param other another token of the text, or of what is put in
 */
public record TextDamage(Kind kind, int at, int other) {
  private static final int REACH = 1 << 16;
  private static final int MOST_CHANGES = 4;
  private static final Pattern TOKEN = Pattern.compile("[A-Za-z_]+|[0-9]+|[ ]+|(?s:.)");

  /** What JSON, YAML and our own small languages may stumble over. */
  private static final List<String> FOREIGN = List.of(
      "", "0", "1", "-1", "-", "1e999", "1e-999", "NaN", "Infinity", "-Infinity", "0x10", "2147483647", "2147483648",
      "-2147483649", "9223372036854775808", "18446744073709551616", "0.1", "1.0", "1e3", "9".repeat(400), "null",
      "true",
      "~", "\"", "'", "\"\"", "[]", "{}", "[", "]", "{", "}", ":", ",", "=", " = ", ".", "..", "../../etc/passwd", "\n",
      "\t", "\r", "\u0000", "\u0007", "\u2028", "\ufeff", "\ud800", "\ud83d\ude80", "\\", "\\u0000", "\\ud800", "#",
      "- ", "&a", "*a", "!!java.net.URL", "!!str", "%YAML 1.1", "---", "...", "|", ">", "? ", "<<", "<-", "${", "${X}",
      "${HOME:-}", "$${", "frozen", "rows", "a".repeat(3_000), "[".repeat(1_500), "{\"a\":".repeat(1_500));

  /** What can happen to tokens. */
  public enum Kind {
    /** A token becomes a foreign one. */
    REPLACE,
    /** A foreign one comes in. */
    INSERT,
    /** A token becomes another one of the same text. */
    COPY,
    /** A token vanishes. */
    REMOVE,
    /** Two tokens change places. */
    SWAP,
    /** A run of tokens stands there twice. */
    REPEAT,
    /** The text ends here. */
    CUT
  }

  /** One to four changes. */
  public static final class Some implements ArbitrarySupplier<List<TextDamage>> {
    @Override
    public Arbitrary<List<TextDamage>> get() {
      Arbitrary<Integer> places = Arbitraries.integers().between(0, REACH - 1).withoutEdgeCases();
      return Combinators.combine(Arbitraries.of(Kind.class), places, places).as(TextDamage::new)
          .list().ofMinSize(1).ofMaxSize(MOST_CHANGES).withoutEdgeCases();
    }
  }

  /** The text after all changes, one after the other. */
  public static String all(List<TextDamage> damage, String text) {
    List<String> tokens = new ArrayList<>(TOKEN.matcher(text).results().map(MatchResult::group).toList());
    for (TextDamage change : damage) {
      change.apply(tokens);
    }
    return String.join("", tokens);
  }

  private void apply(List<String> tokens) {
    if (tokens.isEmpty()) {
      tokens.add(foreign());
      return;
    }
    int place = at % tokens.size();
    int second = other % tokens.size();
    switch (kind) {
      case REPLACE -> tokens.set(place, foreign());
      case INSERT -> tokens.add(place, foreign());
      case COPY -> tokens.set(place, tokens.get(second));
      case REMOVE -> tokens.remove(place);
      case SWAP -> Collections.swap(tokens, place, second);
      case REPEAT -> tokens.addAll(place, List.copyOf(tokens.subList(place, Math.min(tokens.size(), place + 8))));
      case CUT -> tokens.subList(place, tokens.size()).clear();
    }
  }

  private String foreign() {
    return FOREIGN.get(other % FOREIGN.size());
  }
}
