package io.gossamer.jobs.config;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How enum constants are written in settings: {@code MIN_MAX} is {@code min-max}. */
final class Spelling {
  private Spelling() {}

  static String of(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All spellings of an enum, in the order of its constants. */
  static List<String> all(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Spelling::of).toList();
  }

  /** The constant that is written so; upper case and underscores are let through. */
  static Optional<Object> constant(Class<?> type, String text) {
    String canonical = text.toLowerCase(Locale.ROOT).replace('_', '-');
    return Arrays.stream(type.getEnumConstants())
        .filter(constant -> of(constant).equals(canonical))
        .findFirst()
        .map(constant -> constant);
  }
}
