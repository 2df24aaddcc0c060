package io.gossamer.jobs.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * How the text of one value becomes an object.
 *
 * @param allowed ends the sentence "it must be ..."
 * @param parse empty where the text is not of the type
 */
record ScalarType(String allowed, Function<String, Optional<Object>> parse) {
  /** The number of YAML 1.2's core schema; Java's parser alone would also take "1d", "NaN" and "0x1p3". */
  private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,4})?");

  /** Longer than any sensible number, short enough that exact arithmetic on it costs nothing. */
  private static final int MAX_DIGITS = 64;

  private static final ScalarType TEXT = new ScalarType("text", Optional::of);
  private static final ScalarType TRUTH = new ScalarType("true or false", ScalarType::truth);
  private static final ScalarType REAL = new ScalarType("a number", ScalarType::real);
  private static final ScalarType INT =
      new ScalarType("a whole number", text -> whole(text).filter(n -> n == n.intValue()).map(Long::intValue));
  private static final ScalarType LONG = new ScalarType("a whole number", text -> whole(text).map(n -> n));

  private static final Map<Class<?>, ScalarType> BY_CLASS =
      Map.of(String.class, TEXT, boolean.class, TRUTH, Boolean.class, TRUTH, int.class, INT, Integer.class, INT,
          long.class, LONG, Long.class, LONG, double.class, REAL, Double.class, REAL);

  /** The type behind a component of the given class. */
  static ScalarType of(Class<?> type) {
    ScalarType known = type.isEnum() ? oneOf(type) : BY_CLASS.get(type);
    if (known == null) {
      throw new IllegalStateException("settings cannot be of " + type);
    }
    return known;
  }

  private static ScalarType oneOf(Class<?> type) {
    List<String> spellings = Spelling.all(type);
    return new ScalarType(
        "one of " + String.join(", ", spellings),
        text -> Spelling.constant(type, text));
  }

  private static Optional<Object> truth(String text) {
    boolean isTrue = text.equalsIgnoreCase("true");
    return isTrue || text.equalsIgnoreCase("false") ? Optional.of(isTrue) : Optional.empty();
  }

  private static Optional<Object> real(String text) {
    return Optional.of(text)
        .filter(ScalarType::isNumber)
        .map(Double::parseDouble)
        .filter(Double::isFinite)
        .map(number -> number);
  }

  /** What a message asks for where {@code found} stands: for a whole number that is too large, the range. */
  String allowedFor(String found) {
    boolean tooLarge = this == INT && whole(found).isPresent() || this == LONG && isWhole(found);
    return tooLarge ? allowed + (this == INT ? " of 32 bits, at most 2,147,483,647" : " of 64 bits") : allowed;
  }

  /** Also takes 1e6 and 3.0, which are whole. */
  private static Optional<Long> whole(String text) {
    return Optional.of(text)
        .filter(ScalarType::isWhole)
        .map(BigDecimal::new)
        .filter(number -> number.precision() - number.scale() <= 19)
        .map(BigDecimal::toBigInteger)
        .filter(number -> number.bitLength() < Long.SIZE)
        .map(number -> number.longValue());
  }

  private static boolean isWhole(String text) {
    return isNumber(text) && new BigDecimal(text).stripTrailingZeros().scale() <= 0;
  }

  private static boolean isNumber(String text) {
    return text.length() <= MAX_DIGITS && NUMBER.matcher(text).matches();
  }
}
