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
import java.util.regex.Pattern;

/**
 * From a label as it stands in the data to the float that losses read: the index of its class, or the value itself.
 *
 * @param index of each class by its text, in class order; empty unless the classes are known
 * @param origin who says which classes there are, for messages
 */
record Labels(Kind kind, Map<String, Integer> index, String origin) implements Serializable {
  /** More different labels than this are no classes. */
  static final int MOST_CLASSES = 10_000;

  private static final int LISTED = 5;
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");

  enum Kind {
    VALUES,
    KNOWN,
    TO_FIND
  }

  static Labels values() {
    return new Labels(Kind.VALUES, Map.of(), "");
  }

  /** Classes that the rows will tell. */
  static Labels toFind() {
    return new Labels(Kind.TO_FIND, Map.of(), "");
  }

  static Labels classes(Collection<String> labels, String origin) {
    Map<String, Integer> index = new LinkedHashMap<>();
    for (String label : labels) {
      index.putIfAbsent(canonical(label), index.size());
    }
    return new Labels(Kind.KNOWN, index, origin);
  }

  /**
   * Classes for the labels of the training rows: by number when all are numbers, else by text.
   *
   * @throws InvalidInput if there are too many
   */
  static Labels found(Collection<String> labels, String column) {
    Comparator<String> order = Comparator.naturalOrder();
    if (labels.stream().allMatch(Labels::isNumber)) {
      order = Comparator.comparingDouble(Double::parseDouble);
    }
    TreeSet<String> sorted = new TreeSet<>(order);
    sorted.addAll(labels);
    if (sorted.size() > MOST_CLASSES) {
      throw new InvalidInput(String.format("column \"%s\" has more than %,d different labels; for a regression set "
          + "model.loss to squared, else check data.label", column, MOST_CLASSES));
    }
    return classes(sorted, "of the training rows");
  }

  /** One spelling a label: 1, 1.0 and 01 are the same class. */
  static String canonical(String label) {
    if (!isNumber(label)) {
      return label;
    }
    double number = Double.parseDouble(label) + 0.0;
    return number == Math.rint(number) && Math.abs(number) < 1e15 ? Long.toString((long) number)
        : Double.toString(number);
  }

  private static boolean isNumber(String label) {
    return NUMBER.matcher(label).matches();
  }

  /** The classes in order; none when labels are values. */
  List<String> classes() {
    return new ArrayList<>(index.keySet());
  }

  /** The class of each text. */
  float[] indices(String[] texts) {
    float[] indices = new float[texts.length];
    for (int n = 0; n < texts.length; n++) {
      indices[n] = index.get(texts[n]);
    }
    return indices;
  }

  /** The classes for a message. */
  String listed() {
    List<String> classes = classes();
    return String.join(", ", classes.subList(0, Math.min(LISTED, classes.size())))
        + (classes.size() > LISTED ? ", ... (" + classes.size() + ")" : "") + " " + origin;
  }
}
