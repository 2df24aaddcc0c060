package io.gossamer.jobs.sweep;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.List;
import java.util.Map;

/** The section {@code sweep}, read by {@code gossamer sweep} only. */
public record SweepSettings(
    @Setting(doc = "Title of table and chart; not set: the file's name.") String title,
    @Setting(doc = "Values by setting, for example {sparsity.sparsity: [0.9, 0.95], training.seed: [1, 2, 3]}; every "
        + "combination is a cell. A value that is a list itself stands in quotes: \"[300, 100]\".", value = "{}")
        Map<String, List<String>> over,
    @Setting(doc = "Named groups of settings that change together, for example {slow: {training.learningRate: 0.01, "
        + "training.epochs: 60}}; every combination of over is trained with each.", value = "{}")
        Map<String, Map<String, String>> variants) {
  private static final int MOST_CELLS = 10_000;

  public SweepSettings {
    over.forEach((key, values) -> {
      if (values.isEmpty()) {
        throw new InvalidInput("sweep.over." + key + " is an empty list; name its values, or leave it out");
      }
      if (values.stream().distinct().count() < values.size()) {
        throw new InvalidInput("sweep.over." + key + " names a value twice: " + values);
      }
      variants.forEach((variant, settings) -> {
        if (settings.containsKey(key)) {
          throw new InvalidInput("sweep.variants." + variant + " sets " + key + ", which sweep.over varies; keep one");
        }
      });
    });
    if (over.isEmpty() && variants.isEmpty()) {
      throw new InvalidInput("sweep.over and sweep.variants are both empty; name what varies, for example "
          + "--set 'sweep.over={training.seed: [1, 2, 3]}'");
    }
    long cells = Math.max(1, variants.size());
    for (List<String> values : over.values()) {
      cells = Math.min(MOST_CELLS + 1L, cells * values.size());
    }
    if (cells > MOST_CELLS) {
      throw new InvalidInput("the sweep has more than 10,000 cells; vary fewer settings at a time");
    }
  }
}
