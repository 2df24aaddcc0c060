package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.List;
import java.util.Set;

/** The section {@code features}. */
public record FeatureSettings(
    @Setting(doc = "Feature columns (csv, parquet), in order; empty: all but label and weight. Arrays and "
        + "vectors flatten.",
        value = "[]") List<String> columns,
    @Setting(doc = "Columns that are no features.", value = "[]") List<String> exclude,
    @Setting(doc = "Number of features (libsvm); 0: the largest index of the training rows.", value = "0") int count,
    @Setting(doc = "none, standard (mean 0, deviation 1), min-max ([0, 1]), global (one mean and deviation, for "
        + "images); fitted on the training rows only. Sparse rows are never centred.", value = "none")
        ScalingKind scaling,
    @Setting(doc = "auto, dense or sparse (nonzeros only, all the way into the first layer).", value = "auto")
        Layout layout) {
  public FeatureSettings {
    columns = List.copyOf(columns);
    exclude = List.copyOf(exclude);
    if (Set.copyOf(columns).size() < columns.size()) {
      throw new InvalidInput("features.columns names a column twice: " + columns);
    }
    if (count < 0) {
      throw new InvalidInput("features.count is " + count + "; it must be at least 1, or 0 to find it");
    }
    if (layout == Layout.SPARSE && scaling == ScalingKind.GLOBAL) {
      throw new InvalidInput("features.scaling is global, which would fill every zero of features.layout sparse; use "
          + "standard, min-max or none");
    }
  }
}
