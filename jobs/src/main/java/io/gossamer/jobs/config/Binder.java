package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Matches what was given with a tree of records. Every problem goes to the list; nothing stops at the first one. */
final class Binder {
  private static final int LISTED = 5;

  private final List<String> knownKeys;
  private final ValueReader values;
  private final List<String> problems;

  Binder(Class<? extends Record> root, Map<String, String> environment, List<String> problems) {
    this.knownKeys = SettingKey.all(root).stream().map(SettingKey::key).toList();
    this.values = new ValueReader(new Environment(environment));
    this.problems = problems;
  }

  /** The root record, or empty where a problem was found in it or below. */
  <R extends Record> Optional<R> bind(Class<R> root, Given.Section given) {
    return record(root, "", given);
  }

  private <R extends Record> Optional<R> record(Class<R> type, String section, Given.Section given) {
    List<SettingKey> keys = SettingKey.of(type, section);
    refuseUnknown(keys, section, given);
    List<Object> components = new ArrayList<>();
    for (SettingKey key : keys) {
      component(key, given.entries().get(key.name())).ifPresent(components::add);
    }
    return components.size() == keys.size() ? construct(type, components) : Optional.empty();
  }

  private Optional<?> component(SettingKey key, Given given) {
    Optional<Class<? extends Record>> section = key.section();
    if (section.isPresent()) {
      return section(key, given).flatMap(entries -> record(section.get(), key.key(), entries));
    }
    return collect(() -> values.read(key, given));
  }

  private Optional<Given.Section> section(SettingKey key, Given given) {
    if (given == null || given.isUnset()) {
      return Optional.of(Given.Section.empty(Origin.DEFAULT));
    }
    if (given instanceof Given.Section entries) {
      return Optional.of(entries);
    }
    problems.add(key.key() + " is " + given.described() + given.origin().inBrackets()
        + "; it must be a section with the keys " + listed(SettingKey.of(key.component().getType(), "")));
    return Optional.empty();
  }

  private void refuseUnknown(List<SettingKey> keys, String section, Given.Section given) {
    List<String> names = keys.stream().map(SettingKey::name).toList();
    given.entries().forEach((name, value) -> {
      if (!names.contains(name)) {
        String key = section.isEmpty() ? name : section + '.' + name;
        String mend = Nearest.key(key, knownKeys)
            .map(nearest -> "did you mean \"" + nearest + "\"?")
            .orElseGet(() -> (section.isEmpty() ? "the sections are " : section + " has ") + listed(keys));
        problems.add("unknown setting \"" + key + '"' + value.origin().inBrackets() + "; " + mend);
      }
    });
  }

  private <R extends Record> Optional<R> construct(Class<R> type, List<Object> components) {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toArray(Class<?>[]::new);
    return collect(() -> {
      try {
        Constructor<R> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return constructor.newInstance(components.toArray());
      } catch (InvocationTargetException e) {
        if (e.getCause() instanceof InvalidInput refused) {
          throw refused;
        }
        throw new IllegalStateException("settings record " + type.getName() + " failed on " + components, e.getCause());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("settings record " + type.getName() + " cannot be made", e);
      }
    });
  }

  private <T> Optional<T> collect(Supplier<T> made) {
    try {
      return Optional.of(made.get());
    } catch (InvalidInput problem) {
      problems.add(problem.getMessage());
      return Optional.empty();
    }
  }

  private static String listed(List<SettingKey> keys) {
    String first = String.join(", ", keys.stream().limit(LISTED).map(SettingKey::name).toList());
    return keys.size() <= LISTED ? first : first + " and " + (keys.size() - LISTED) + " more";
  }
}
