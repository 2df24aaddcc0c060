package io.gossamer.jobs.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What the user wrote at one key, before anyone has asked for a type. Immutable, so that YAML aliases may share it. */
sealed interface Given {
  Origin origin();

  /** How a message names it: "many" in quotes, or its kind. */
  String described();

  /** Whether the key stands there without a value. */
  default boolean isUnset() {
    return false;
  }

  /**
   * A scalar.
   *
   * @param isUnset whether nothing, {@code ~} or {@code null} stands there
   */
  record Text(String text, boolean isUnset, Origin origin) implements Given {
    private static final int SHOWN = 60;

    @Override
    public String described() {
      return '"' + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...") + '"';
    }
  }

  /** A list. */
  record Items(List<Given> items, Origin origin) implements Given {
    public Items {
      items = List.copyOf(items);
    }

    @Override
    public String described() {
      return "a list";
    }
  }

  /** Keys with values, in the order written. */
  record Section(Map<String, Given> entries, Origin origin) implements Given {
    public Section {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    static Section empty(Origin origin) {
      return new Section(Map.of(), origin);
    }

    Section with(String key, Given value) {
      Map<String, Given> changed = new LinkedHashMap<>(entries);
      changed.put(key, value);
      return new Section(changed, origin);
    }

    /** Without the keys that {@code wanted} refuses. */
    Section only(Predicate<String> wanted) {
      Map<String, Given> kept = new LinkedHashMap<>(entries);
      kept.keySet().removeIf(wanted.negate());
      return new Section(kept, origin);
    }

    @Override
    public String described() {
      return "a section of keys";
    }
  }
}
