package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Nearest;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes the value of one setting, in the type that its record asks for. */
final class ValueReader {
  private static final Pattern PASSWORD =
      Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://[^/@]*:[^/@]*@.*", Pattern.DOTALL);
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:.*", Pattern.DOTALL);

  private final Environment environment;

  ValueReader(Environment environment) {
    this.environment = environment;
  }

  /**
   * The value of {@code key}: what was given, else the default.
   *
   * @param given null where the key is absent
   * @throws InvalidInput naming the key, what was found and what is allowed
   */
  Object read(SettingKey key, Given given) {
    if (given != null) {
      return value(key, key.type(), key.key(), given);
    }
    if (key.isRequired()) {
      throw new InvalidInput(key.key() + " is missing; it must be " + allowed(key.type()) + ": " + key.doc());
    }
    return value(key, key.type(), key.key(), fallback(key));
  }

  private static Given fallback(SettingKey key) {
    if (key.component().getType() == List.class && key.defaultText().isEmpty()) {
      return new Given.Items(List.of(), Origin.DEFAULT);
    }
    if (key.component().getType() == Map.class && key.defaultText().isEmpty()) {
      return Given.Section.empty(Origin.DEFAULT);
    }
    return YamlParser.value("the default of " + key.key(), key.defaultText(), Origin.DEFAULT);
  }

  private Object value(SettingKey key, Type type, String name, Given given) {
    if (!(type instanceof ParameterizedType generic)) {
      return scalar(key, (Class<?>) type, name, given);
    }
    Type[] arguments = generic.getActualTypeArguments();
    return generic.getRawType() == List.class
        ? list(key, arguments[0], name, given)
        : map(key, arguments[1], name, given);
  }

  private List<Object> list(SettingKey key, Type of, String name, Given given) {
    if (!(given instanceof Given.Items list)) {
      throw wrong(name, given, "a list, for example [a, b]");
    }
    List<Object> values = new ArrayList<>();
    for (Given item : list.items()) {
      values.add(value(key, of, name + "[" + values.size() + "]", item));
    }
    return List.copyOf(values);
  }

  private Map<String, Object> map(SettingKey key, Type of, String name, Given given) {
    if (!(given instanceof Given.Section section)) {
      throw wrong(name, given, "a map, for example {a: 1, b: 2}");
    }
    Map<String, Object> values = new LinkedHashMap<>();
    section.entries().forEach((entry, value) -> values.put(entry, value(key, of, name + '.' + entry, value)));
    return Collections.unmodifiableMap(values);
  }

  private Object scalar(SettingKey key, Class<?> type, String name, Given given) {
    if (!(given instanceof Given.Text text)) {
      throw wrong(name, given, ScalarType.of(type).allowed());
    }
    if (type == String.class) {
      String expanded = text.isUnset() ? "" : environment.expand(name, text.text());
      return key.isPath() ? path(name, expanded, text.origin()) : expanded;
    }
    if (text.isUnset()) {
      throw new InvalidInput(name + " has no value" + text.origin().inBrackets() + "; it must be "
          + ScalarType.of(type).allowed());
    }
    Given.Text expanded = new Given.Text(environment.expand(name, text.text()).strip(), false, text.origin());
    return ScalarType.of(type).parse().apply(expanded.text()).orElseThrow(() -> wrong(name, expanded, type));
  }

  /** Paths go into plans, logs and reports, so that they must hold no secret. */
  private static String path(String name, String text, Origin origin) {
    if (PASSWORD.matcher(text).matches()) {
      throw new InvalidInput(name + " carries a password before the @ of its address" + origin.inBrackets()
          + "; give it to Hadoop instead, as a spark.hadoop setting of its file system or in a credential store");
    }
    if (text.isEmpty() || SCHEME.matcher(text).matches()) {
      return text;
    }
    try {
      return origin.folder().resolve(Path.of(text)).normalize().toString();
    } catch (InvalidPathException e) {
      throw new InvalidInput(name + " cannot be a path" + origin.inBrackets() + ": " + e.getReason(), e);
    }
  }

  private static InvalidInput wrong(String name, Given.Text given, Class<?> type) {
    Optional<String> meant =
        type.isEnum() ? Nearest.word(given.text(), Spelling.all(type)) : Optional.empty();
    return wrong(name, given, ScalarType.of(type).allowedFor(given.text())
        + meant.map(spelling -> "; did you mean \"" + spelling + "\"?").orElse(""));
  }

  private static InvalidInput wrong(String name, Given given, String allowed) {
    return new InvalidInput(
        name + " is " + given.described() + given.origin().inBrackets() + "; it must be " + allowed);
  }

  private static String allowed(Type type) {
    return type instanceof Class<?> scalar ? ScalarType.of(scalar).allowed() : "given";
  }
}
