package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Nearest;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Layers as one line of text each, in configurations and in model files:
 *
 * <pre>
 *   conv1 = conv2d out=32 kernel=3 padding=1
 *   sum = add &lt;- conv1, pool1
 *   base = linear out=64 frozen
 * </pre>
 *
 * <p>A name, a kind, its settings, and after {@code <-} what it reads: names of earlier layers, or {@code rows}; where
 * that is missing, the layer before it. The word {@code frozen} keeps its parameters as they are. Settings that have a
 * default may be left out, and so may the name: a layer without one is called by its kind and number.
 */
public final class LayerSyntax {
  private static final String ROWS = "rows";
  private static final String FROZEN = "frozen";

  private LayerSyntax() {}

  /**
   * Reads a network's layers.
   *
   * @throws InvalidInput with the line and what is wrong with it
   */
  public static List<Node> parse(List<String> lines) {
    List<Node> nodes = new ArrayList<>();
    for (String line : lines) {
      try {
        nodes.add(node(line, nodes));
      } catch (InvalidInput e) {
        throw new InvalidInput("layer " + (nodes.size() + 1) + ", \"" + line + "\": " + e.getMessage());
      }
    }
    return nodes;
  }

  private static Node node(String line, List<Node> before) {
    String[] sides = line.split("<-", 2);
    String left = sides[0].strip();
    int sign = left.indexOf(" = ");
    String[] words = left.substring(sign < 0 ? 0 : sign + 3).strip().split("\\s+");
    LayerKind kind = kind(words[0]);
    String name = sign < 0 ? kind.key() + (before.size() + 1) : left.substring(0, sign).strip();
    if (!name.matches("[A-Za-z][A-Za-z0-9_-]*") || name.equals(ROWS)) {
      throw new InvalidInput("\"" + name + "\" cannot be a name; use letters, digits, - and _, and not \"rows\"");
    }
    if (before.stream().anyMatch(node -> node.name().equals(name))) {
      throw new InvalidInput("the name " + name + " is taken by an earlier layer; choose another");
    }
    List<Integer> inputs = sides.length < 2 ? List.of(before.size() - 1) : inputs(sides[1], before);
    List<String> settings = new ArrayList<>(List.of(words).subList(1, words.length));
    boolean frozen = settings.remove(FROZEN);
    return new Node(name, layer(kind, settings), inputs, frozen);
  }

  private static LayerKind kind(String word) {
    for (LayerKind kind : LayerKind.values()) {
      if (kind.key().equals(word.toLowerCase(Locale.ROOT))) {
        return kind;
      }
    }
    List<String> kinds = Arrays.stream(LayerKind.values()).map(LayerKind::key).toList();
    throw new InvalidInput("there is no layer \"" + word + "\"; " + hint(word, kinds));
  }

  private static String hint(String word, List<String> known) {
    return Nearest.word(word, known)
        .map(near -> "did you mean " + near + "?")
        .orElse(known.isEmpty() ? "there are none" : "there are " + String.join(", ", known));
  }

  private static List<Integer> inputs(String text, List<Node> before) {
    List<String> names = before.stream().map(Node::name).toList();
    List<Integer> inputs = new ArrayList<>();
    for (String part : text.split(",")) {
      String name = part.strip();
      if (!name.equals(ROWS) && !names.contains(name)) {
        throw new InvalidInput("it reads \"" + name + "\", which is no earlier layer; " + hint(name, names));
      }
      inputs.add(name.equals(ROWS) ? Node.ROWS : names.indexOf(name));
    }
    return inputs;
  }

  private static LayerSpec layer(LayerKind kind, List<String> words) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String word : words) {
      int equals = word.indexOf('=');
      if (equals < 1 || given.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        throw new InvalidInput("\"" + word + "\" is not a setting; write each once, as name=value");
      }
    }
    RecordComponent[] components = kind.type().getRecordComponents();
    List<String> known = Arrays.stream(components).map(RecordComponent::getName).toList();
    for (String key : given.keySet()) {
      if (!known.contains(key)) {
        throw new InvalidInput("a layer " + kind.key() + " has no setting \"" + key + "\"; "
            + hint(key, known));
      }
    }
    Object[] values = new Object[components.length];
    for (int n = 0; n < values.length; n++) {
      values[n] = value(kind, components[n], given.get(known.get(n)));
    }
    return construct(kind, components, values);
  }

  private static Object value(LayerKind kind, RecordComponent component, String given) {
    Default otherwise = component.getAnnotation(Default.class);
    String text = given != null ? given : otherwise == null ? null : otherwise.value();
    if (text == null) {
      throw new InvalidInput("a layer " + kind.key() + " needs " + component.getName() + "=...");
    }
    Class<?> type = component.getType();
    try {
      if (type == int.class) {
        return Integer.valueOf(text);
      } else if (type == double.class) {
        return Double.valueOf(text);
      } else if (type == boolean.class && (text.equals("true") || text.equals("false"))) {
        return Boolean.valueOf(text);
      } else if (type.isEnum()) {
        return constant(component, text);
      }
    } catch (NumberFormatException e) {
      throw refused(component, text, type == int.class ? "a whole number" : "a number");
    }
    throw refused(component, text, type == boolean.class ? "true or false" : "a " + type.getSimpleName());
  }

  private static Object constant(RecordComponent component, String text) {
    Object[] constants = component.getType().getEnumConstants();
    for (Object constant : constants) {
      if (text(constant).equals(text)) {
        return constant;
      }
    }
    String all = Arrays.stream(constants).map(LayerSyntax::text).collect(Collectors.joining(", "));
    throw new InvalidInput(component.getName() + "=" + text + " is none of " + all);
  }

  private static InvalidInput refused(RecordComponent component, String text, String wanted) {
    return new InvalidInput(component.getName() + "=" + text + " is not " + wanted);
  }

  private static LayerSpec construct(LayerKind kind, RecordComponent[] components, Object[] values) {
    Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Constructor<? extends LayerSpec> constructor = kind.type().getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof InvalidInput refused) {
        throw refused;
      }
      throw new IllegalStateException("the layer " + kind.key() + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the layer " + kind.key() + " has no constructor of its components", e);
    }
  }

  /** The lines that {@link #parse} reads back to these layers; settings at their default are left out. */
  public static List<String> format(List<Node> nodes) {
    List<String> lines = new ArrayList<>();
    for (int n = 0; n < nodes.size(); n++) {
      Node node = nodes.get(n);
      LayerKind kind = LayerKind.of(node.layer());
      StringBuilder line = new StringBuilder(node.name()).append(" = ").append(kind.key());
      for (RecordComponent component : kind.type().getRecordComponents()) {
        String value = text(read(node.layer(), component));
        Default otherwise = component.getAnnotation(Default.class);
        if (otherwise == null || !value.equals(text(value(kind, component, null)))) {
          line.append(' ').append(component.getName()).append('=').append(value);
        }
      }
      line.append(node.frozen() ? " " + FROZEN : "");
      if (!node.inputs().equals(List.of(n - 1))) {
        line.append(" <- ").append(node.inputs().stream()
            .map(input -> input == Node.ROWS ? ROWS : nodes.get(input).name()).collect(Collectors.joining(", ")));
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static Object read(LayerSpec layer, RecordComponent component) {
    try {
      return component.getAccessor().invoke(layer);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot read " + component + " of " + layer, e);
    }
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant
        ? constant.name().toLowerCase(Locale.ROOT).replace('_', '-') : String.valueOf(value);
  }
}
