package io.gossamer.driver.plan;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of a tree of settings records as text, by dotted key. */
final class SettingValues {
  private SettingValues() {}

  static SortedMap<String, String> of(Record settings) {
    SortedMap<String, String> values = new TreeMap<>();
    add("", settings, values);
    return values;
  }

  private static void add(String prefix, Record section, SortedMap<String, String> into) {
    for (RecordComponent component : section.getClass().getRecordComponents()) {
      String key = prefix + component.getName();
      Object value = value(component, section);
      if (value instanceof Record inner) {
        add(key + ".", inner, into);
      } else {
        into.put(key, String.valueOf(value));
      }
    }
  }

  private static Object value(RecordComponent component, Record section) {
    try {
      return component.getAccessor().invoke(section);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("cannot read component " + component + " of settings", e);
    }
  }
}
