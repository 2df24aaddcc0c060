package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Puts environment variables into text: {@code ${NAME}}, {@code ${NAME:-default}}; {@code $${} stands for itself. */
record Environment(Map<String, String> variables) {
  private static final Pattern REFERENCE =
      Pattern.compile("\\$\\$\\{|\\$\\{(?:([A-Za-z_][A-Za-z0-9_]*)(?::-([^}]*))?})?");

  /** The text of the setting {@code key} with every reference replaced; values are not expanded again. */
  String expand(String key, String text) {
    return REFERENCE.matcher(text).replaceAll(match -> {
      try {
        return Matcher.quoteReplacement(replacement(match));
      } catch (IllegalArgumentException e) {
        throw new InvalidInput(key + " is \"" + text + "\", but " + e.getMessage(), e);
      }
    });
  }

  /** The text that {@link #expand} turns into {@code text}. */
  static String escaped(String text) {
    return text.replace("${", "$${");
  }

  private String replacement(MatchResult match) {
    if (match.group().equals("$${")) {
      return "${";
    }
    String name = match.group(1);
    if (name == null) {
      throw new IllegalArgumentException("a reference is ${NAME} or ${NAME:-default}; for a literal ${ write $${");
    }
    String value = variables.getOrDefault(name, match.group(2));
    if (value == null) {
      throw new IllegalArgumentException("the environment variable " + name + " is not set; set it or write ${" + name
          + ":-default}");
    }
    return value;
  }
}
