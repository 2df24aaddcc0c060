package io.gossamer.jobs.config;

import io.gossamer.ops.settings.Setting;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One component of a settings record under its full key.
 *
 * @param key dotted, for example "sparsity.gradual.start"
 */
record SettingKey(String key, RecordComponent component) {
  /** The components of a record in their order; {@code section} is its own full key, empty for the root. */
  static List<SettingKey> of(Class<?> record, String section) {
    String prefix = section.isEmpty() ? "" : section + '.';
    return Arrays.stream(record.getRecordComponents())
        .map(component -> new SettingKey(prefix + component.getName(), component))
        .toList();
  }

  /** All keys of a tree of records, sections before what they hold. */
  static List<SettingKey> all(Class<?> record) {
    List<SettingKey> all = new ArrayList<>();
    addAll(record, "", all);
    return all;
  }

  private static void addAll(Class<?> record, String section, List<SettingKey> all) {
    for (SettingKey key : of(record, section)) {
      all.add(key);
      key.section().ifPresent(below -> addAll(below, key.key(), all));
    }
  }

  /** The last part of the key. */
  String name() {
    return component.getName();
  }

  Type type() {
    return component.getGenericType();
  }

  /** The record behind this key, if it is a section and not a single setting. */
  Optional<Class<? extends Record>> section() {
    return component.getType().isRecord()
        ? Optional.of(component.getType().asSubclass(Record.class))
        : Optional.empty();
  }

  String doc() {
    Setting setting = component.getAnnotation(Setting.class);
    return setting == null ? "" : setting.doc();
  }

  /** The default as YAML text; empty for none. */
  String defaultText() {
    return setting().value();
  }

  boolean isPath() {
    return setting().path();
  }

  /** Whether an absent key without a default is an error: text, lists and maps have an empty value to fall back to. */
  boolean isRequired() {
    Class<?> type = component.getType();
    return defaultText().isEmpty() && type != String.class && type != List.class && type != Map.class;
  }

  Object value(Record settings) {
    try {
      Method accessor = component.getAccessor();
      accessor.setAccessible(true);
      return accessor.invoke(settings);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("the setting " + key + " cannot be read", e);
    }
  }

  private Setting setting() {
    Setting setting = component.getAnnotation(Setting.class);
    if (setting == null) {
      throw new IllegalStateException("the settings component " + component + " has no @Setting");
    }
    return setting;
  }
}
