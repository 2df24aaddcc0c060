package io.gossamer.jobs.config;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes a tree of settings records as YAML: keys in the order of the records, map keys sorted, one spelling per
 * value. Equal settings give equal text on every machine, so the text may be hashed; {@link ConfigReader} reads it back
 * to equal settings.
 */
public final class ConfigWriter {
  /** What every YAML reader takes for text without quotes, also inside lists and maps. */
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_/.+-]*(:[A-Za-z0-9_/.+-]+)*");

  /** Plain words that YAML 1.1 or 1.2 readers take for something else than text. */
  private static final Pattern WORD_WITH_MEANING =
      Pattern.compile("null|true|false|yes|no|on|off|y|n", Pattern.CASE_INSENSITIVE);

  private static final int MAX_LINE = 110;

  private final StringBuilder text = new StringBuilder();
  private final boolean withDocs;

  private ConfigWriter(boolean withDocs) {
    this.withDocs = withDocs;
  }

  /** The settings, one a line. */
  public static String write(Record settings) {
    ConfigWriter writer = new ConfigWriter(false);
    writer.section(settings, "", "");
    return writer.text.toString();
  }

  /** The same with the meaning of each setting as a comment above it. */
  public static String writeWithDocs(Record settings) {
    ConfigWriter writer = new ConfigWriter(true);
    writer.section(settings, "", "");
    return writer.text.toString();
  }

  private void section(Record settings, String section, String indent) {
    for (SettingKey key : SettingKey.of(settings.getClass(), section)) {
      Object value = Objects.requireNonNull(key.value(settings), key.key());
      if (withDocs) {
        comment(key.doc(), indent);
      }
      if (value instanceof Record below) {
        boolean isEmpty = below.getClass().getRecordComponents().length == 0;
        line(indent + key.name() + (isEmpty ? ": {}" : ":"));
        section(below, key.key(), indent + "  ");
      } else {
        line(indent + key.name() + ": " + flow(value));
      }
    }
  }

  private void comment(String doc, String indent) {
    if (indent.isEmpty() && !text.isEmpty()) {
      line("");
    }
    StringBuilder line = new StringBuilder();
    for (String word : doc.isEmpty() ? new String[0] : doc.split("\\s+")) {
      if (!line.isEmpty() && line.length() + word.length() >= MAX_LINE) {
        line(indent + '#' + line);
        line.setLength(0);
      }
      line.append(' ').append(word);
    }
    if (!line.isEmpty()) {
      line(indent + '#' + line);
    }
  }

  private void line(String line) {
    text.append(line).append('\n');
  }

  private static String flow(Object value) {
    if (value instanceof List<?> list) {
      return list.stream().map(ConfigWriter::flow).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return new TreeMap<>(map).entrySet().stream()
          .map(entry -> quoted(entry.getKey().toString()) + ": " + flow(entry.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    if (value instanceof Enum<?>) {
      return Spelling.of(value);
    }
    if (value instanceof Double number) {
      return number(number);
    }
    return value instanceof String string ? quoted(Environment.escaped(string)) : value.toString();
  }

  /** 0.0001 and not 1.0E-4, as long as the zeros can be counted; every text reads back to the same bits. */
  private static String number(double number) {
    double size = Math.abs(number);
    if (number == 0 || !(size >= 1e-6 && size < 1e9)) {
      return Double.toString(number);
    }
    BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
    return exact.setScale(Math.max(1, exact.scale())).toPlainString();
  }

  private static String quoted(String string) {
    if (PLAIN.matcher(string).matches() && !WORD_WITH_MEANING.matcher(string).matches()) {
      return string;
    }
    StringBuilder quoted = new StringBuilder("\"");
    string.codePoints().forEach(c -> quoted.append(escaped(c)));
    return quoted.append('"').toString();
  }

  private static String escaped(int codePoint) {
    if (codePoint == '"' || codePoint == '\\') {
      return "\\" + (char) codePoint;
    }
    boolean isVisible = codePoint >= ' ' && codePoint <= '~' || Character.isLetterOrDigit(codePoint);
    return isVisible ? Character.toString(codePoint) : String.format("\\U%08x", codePoint);
  }
}
