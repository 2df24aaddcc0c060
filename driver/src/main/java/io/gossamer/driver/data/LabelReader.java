package io.gossamer.driver.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the labels of one chunk. Classes that are still to be found get numbers in order of appearance, so that one
 * reading of the input is enough; {@link Chunk#hashed} turns them into class indices once all are known.
 */
final class LabelReader {
  private final Labels labels;
  private final String column;
  private final Map<Object, Float> seen = new HashMap<>();
  private final Map<String, Float> found = new HashMap<>();
  private final List<String> inOrder = new ArrayList<>();

  LabelReader(Labels labels, String column) {
    this.labels = labels;
    this.column = column;
  }

  /** The float for a cell; records a problem and answers NaN where there is none. */
  float read(Object cell, Problems problems, String where) {
    Float known = seen.get(cell);
    if (known != null) {
      return known;
    }
    if (cell == null || cell instanceof Double d && d.isNaN() || cell instanceof Float f && f.isNaN()) {
      problems.add("label \"" + column + "\" is " + (cell == null ? "empty" : "NaN"), where);
      return Float.NaN;
    }
    return switch (labels.kind()) {
      case VALUES -> value(cell, problems, where);
      case KNOWN -> known(cell, problems, where);
      case TO_FIND -> number(cell);
    };
  }

  private float value(Object cell, Problems problems, String where) {
    if (!(cell instanceof Number number)) {
      problems.add("label \"" + column + "\" is \"" + cell + "\", not a number", where);
      return Float.NaN;
    }
    float value = number.floatValue();
    if (!Float.isFinite(value)) {
      problems.add("label \"" + column + "\" is " + value, where);
    }
    return value;
  }

  private float known(Object cell, Problems problems, String where) {
    String text = Labels.canonical(cell.toString());
    Integer index = labels.index().get(text);
    if (index == null) {
      problems.add("label \"" + text + "\" is none of the classes " + labels.listed(), where);
      return Float.NaN;
    }
    seen.put(cell, (float) index);
    return index;
  }

  private float number(Object cell) {
    String text = Labels.canonical(cell.toString());
    Float number = found.get(text);
    if (number == null) {
      if (inOrder.size() > Labels.MOST_CLASSES) {
        return 0;
      }
      number = (float) inOrder.size();
      found.put(text, number);
      inOrder.add(text);
    }
    seen.put(cell, number);
    return number;
  }

  /** The texts behind the numbers that {@link #read} answered, or null when these are final. */
  String[] found() {
    return labels.kind() == Labels.Kind.TO_FIND ? inOrder.toArray(String[]::new) : null;
  }
}
