package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * From a label as it stands in the data to the float that losses read: the index of its class, or the value itself.
 *
 * @param classes in class order; empty when labels are values
 */
public record Labels(List<String> classes, Map<String, Integer> index) implements Serializable {
  /** More different labels than this are no classes. */
  static final int MOST_CLASSES = 10_000;

  private static final int LISTED = 5;

  static Labels values() {
    return new Labels(List.of(), Map.of());
  }

  static Labels classes(Collection<String> labels) {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (String label : labels) {
      index.put(canonical(label), index.size());
    }
    return new Labels(new ArrayList<>(index.keySet()), index);
  }

  /** Classes for labels found in the data: by number when all are numbers, else by text. */
  static Labels found(Collection<String> labels) {
    Comparator<String> order = Comparator.naturalOrder();
    if (labels.stream().allMatch(label -> number(label) != null)) {
      order = Comparator.comparing(Labels::number);
    }
    TreeSet<String> sorted = new TreeSet<>(order);
    sorted.addAll(labels);
    return classes(sorted);
  }

  /** One spelling a label: 1, 1.0 and 01 are the same class. */
  static String canonical(String label) {
    Double number = number(label);
    if (number == null) {
      return label;
    }
    return number == Math.rint(number) && Math.abs(number) < 1e15
        ? Long.toString(number.longValue()) : Double.toString(number);
  }

  private static Double number(String label) {
    try {
      double value = Double.parseDouble(label);
      return Double.isFinite(value) ? value : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }

  boolean areClasses() {
    return !classes.isEmpty();
  }

  /** The float for a label given as text or number; records a problem and answers NaN where there is none. */
  float read(Object label, String column, Problems problems, String where) {
    if (label == null) {
      problems.add("label \"" + column + "\" is empty", where);
      return Float.NaN;
    }
    if (areClasses()) {
      Integer found = index.get(canonical(label.toString()));
      if (found == null) {
        problems.add("label \"" + canonical(label.toString()) + "\" is none of the classes " + listed(), where);
      }
      return found == null ? Float.NaN : found;
    }
    if (!(label instanceof Number number)) {
      problems.add("label \"" + column + "\" is \"" + label + "\", not a number", where);
      return Float.NaN;
    }
    float value = number.floatValue();
    if (!Float.isFinite(value)) {
      problems.add("label \"" + column + "\" is " + value, where);
    }
    return value;
  }

  private String listed() {
    return String.join(", ", classes.subList(0, Math.min(LISTED, classes.size())))
        + (classes.size() > LISTED ? ", ... (" + classes.size() + ")" : "") + " of data.classes";
  }

  /**
   * @throws InvalidInput if there are too many different labels to be classes
   */
  static void checkCount(String column, long count) {
    if (count > MOST_CLASSES) {
      throw new InvalidInput("column \"" + column + "\" has more than " + String.format("%,d", MOST_CLASSES)
          + " different labels; for a regression set model.loss to squared, else check data.label");
    }
  }
}
