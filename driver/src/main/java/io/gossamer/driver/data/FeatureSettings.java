package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The section {@code features}. */
public record FeatureSettings(
    @Setting(doc = "Feature columns that are numbers (csv, json, parquet), in order; empty: all but label and "
        + "weight. Arrays and vectors flatten.",
        value = "[]") List<String> columns,
    @Setting(doc = "Columns that are no features.", value = "[]") List<String> exclude,
    @Setting(doc = "Columns of categories (csv, json, parquet): text, numbers, or lists of them. Each value is "
        + "hashed to one of buckets features, unless vocabulary names the column.", value = "[]")
        List<String> categorical,
    @Setting(doc = "Categories by column, for example {colour: [red, green]}: each has a feature of its own, all "
        + "others and missing ones share one more.", value = "{}") Map<String, List<String>> vocabulary,
    @Setting(doc = "Columns of text: each word is hashed to one of buckets features and counted.", value = "[]")
        List<String> text,
    @Setting(doc = "Features of each column of categories or text.", value = "1000") int buckets,
    @Setting(doc = "Whether a missing number is 0 instead of an error.", value = "false") boolean missingIsZero,
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
    categorical = List.copyOf(categorical);
    vocabulary = Map.copyOf(vocabulary);
    text = List.copyOf(text);
    List<String> named = Stream.of(columns, categorical, text).flatMap(List::stream).toList();
    named.stream().filter(column -> Collections.frequency(named, column) > 1).findFirst().ifPresent(column -> {
      throw new InvalidInput("column \"" + column + "\" is named twice in features.columns, features.categorical and "
          + "features.text; a column is one of numbers, categories and text");
    });
    for (String column : new TreeSet<>(vocabulary.keySet())) {
      check(column, vocabulary.get(column), categorical);
    }
    if (buckets < 1 || buckets > 1 << 30) {
      throw new InvalidInput("features.buckets is " + buckets + "; it must be from 1 to 1,073,741,824");
    }
    if (count < 0) {
      throw new InvalidInput("features.count is " + count + "; it must be at least 1, or 0 to find it");
    }
    if (layout == Layout.SPARSE && scaling == ScalingKind.GLOBAL) {
      throw new InvalidInput("features.scaling is global, which would fill every zero of features.layout sparse; use "
          + "standard, min-max or none");
    }
  }

  private static void check(String column, List<String> categories, List<String> categorical) {
    if (!categorical.contains(column)) {
      throw new InvalidInput("features.vocabulary names column \"" + column
          + "\", which features.categorical does not name; add it there");
    }
    if (categories.isEmpty() || Set.copyOf(categories).size() < categories.size()) {
      throw new InvalidInput("features.vocabulary." + column + " is " + categories
          + "; it must be distinct categories, at least one");
    }
  }

  /** Numbers only. */
  public FeatureSettings(
      List<String> columns, List<String> exclude, int count, ScalingKind scaling, Layout layout) {
    this(columns, exclude, List.of(), Map.of(), List.of(), 1000, false, count, scaling, layout);
  }
}
