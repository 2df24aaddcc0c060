package io.gossamer.driver.sweep;

import io.gossamer.driver.plan.Settings;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One run of a sweep.
 *
 * @param id folder of the run, of its settings alone: a cell that stays in a changed grid keeps its folder
 * @param axes what tells this cell from the others: setting, or the word variant, to value, in the grid's order
 */
public record SweepCell(String id, Map<String, String> axes, Settings settings) {
  /** The setting over which means are formed. */
  public static final String SEED = "training.seed";

  public SweepCell {
    axes = Collections.unmodifiableMap(new LinkedHashMap<>(axes));
  }

  /** What it shares with the cells that differ by their seed only. */
  Map<String, String> group() {
    Map<String, String> group = new LinkedHashMap<>(axes);
    group.remove(SEED);
    return group;
  }

  /** For people: {@code sparsity=0.95 seed=3}. */
  public String label() {
    return label(axes);
  }

  static String label(Map<String, String> axes) {
    return axes.entrySet().stream()
        .map(axis -> shortName(axis.getKey()) + "=" + axis.getValue())
        .collect(Collectors.joining(" "));
  }

  /** The last part of a dotted key. */
  static String shortName(String key) {
    return key.substring(key.lastIndexOf('.') + 1);
  }
}
