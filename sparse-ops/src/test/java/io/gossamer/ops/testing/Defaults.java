package io.gossamer.ops.testing;

import io.gossamer.ops.settings.Setting;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Settings records as their annotations' defaults make them, so that a test names only what it is about. */
public final class Defaults {
  private Defaults() {}

  /** All defaults. */
  public static <R extends Record> R of(Class<R> type) {
    return of(type, Map.of());
  }

  /**
   * Defaults, but for the named components.
   *
   * @throws IllegalArgumentException if {@code given} names no component of the record
   */
  public static <R extends Record> R of(Class<R> type, Map<String, ?> given) {
    RecordComponent[] components = type.getRecordComponents();
    Set<String> unknown = new HashSet<>(given.keySet());
    Object[] values = new Object[components.length];
    for (int c = 0; c < components.length; c++) {
      String name = components[c].getName();
      values[c] = unknown.remove(name) ? given.get(name) : value(components[c]);
    }
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(type.getSimpleName() + " has no " + unknown);
    }
    return construct(type, values);
  }

  private static <R extends Record> R construct(Class<R> type, Object[] values) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<R> constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException refused) {
        throw refused;
      }
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be made", e);
    }
  }

  private static Object value(RecordComponent component) {
    Class<?> type = component.getType();
    if (type.isRecord()) {
      return of(type.asSubclass(Record.class));
    }
    String text = component.getAnnotation(Setting.class).value();
    if (type == List.class) {
      return list(component, text);
    }
    return type == Map.class ? Map.of() : scalar(type, text);
  }

  private static List<?> list(RecordComponent component, String text) {
    String inner = text.replaceAll("[\\[\\]\\s]", "");
    if (inner.isEmpty()) {
      return List.of();
    }
    String of = component.getGenericType().getTypeName();
    Class<?> type = ((java.lang.reflect.ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
        instanceof Class<?> given && given.isEnum() ? given
        : of.endsWith("Integer>") ? int.class : of.endsWith("Double>") ? double.class : String.class;
    return Arrays.stream(inner.split(",")).map(item -> scalar(type, item)).toList();
  }

  private static Object scalar(Class<?> type, String text) {
    if (type == String.class) {
      return text;
    }
    if (type == boolean.class) {
      return Boolean.parseBoolean(text);
    }
    if (type == double.class) {
      return Double.parseDouble(text);
    }
    if (type == long.class) {
      return (long) Double.parseDouble(text);
    }
    if (type == int.class) {
      return (int) Double.parseDouble(text);
    }
    String constant = text.toUpperCase(Locale.ROOT).replace('-', '_');
    return Arrays.stream(type.getEnumConstants())
        .filter(known -> ((Enum<?>) known).name().equals(constant))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(type.getSimpleName() + " has no default " + text));
  }
}
