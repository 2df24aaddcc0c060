package io.gossamer.driver.data;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.util.List;

/** The section {@code data}. */
public record DataSettings(
    @Setting(doc = "File format: idx, csv, libsvm, parquet or json (one object a line).", value = "csv")
        DataFormat format,
    @Setting(doc = "Training rows: a file, a folder or a pattern, local or any Hadoop URI. For idx the images.",
        path = true) String train,
    @Setting(doc = "Labels of the training images (idx).", path = true) String trainLabels,
    @Setting(doc = "Validation rows; not set: validationFraction of the training rows.", path = true)
        String validation,
    @Setting(doc = "Labels of the validation images (idx).", path = true) String validationLabels,
    @Setting(doc = "Test rows; not set: testFraction of the training rows.", path = true) String test,
    @Setting(doc = "Labels of the test images (idx).", path = true) String testLabels,
    @Setting(doc = "Share of the training rows held out for validation, in [0, 1), chosen by a hash of their content.",
        value = "0.0") double validationFraction,
    @Setting(doc = "Share of the training rows held out for the test, in [0, 1), chosen by a hash of their content.",
        value = "0.0") double testFraction,
    @Setting(doc = "Column of the label (csv, json, parquet).", value = "label") String label,
    @Setting(doc = "Column of the row weight (csv, json, parquet); not set: every row weighs 1.") String weight,
    @Setting(doc = "Whether csv files start with a line of column names; without it columns are _c0, _c1, ...",
        value = "true") boolean header,
    @Setting(doc = "Separator of csv files.", value = "','") String separator,
    @Setting(doc = "Labels in class order; empty: those of the training rows, sorted.", value = "[]")
        List<String> classes,
    @Setting(doc = "Shards the training rows are packed into; never derived from the executors at hand.", value = "4")
        int shards,
    @Setting(doc = "Spread rows over shards by a hash of their content. false keeps the input\'s order: "
        + "sorted input then trains badly, since a shard may lack whole classes.", value = "true") boolean shuffle) {
  public DataSettings {
    classes = List.copyOf(classes);
    fraction("validationFraction", validationFraction);
    fraction("testFraction", testFraction);
    if (validationFraction + testFraction >= 1) {
      throw new InvalidInput("data.validationFraction " + validationFraction + " and data.testFraction " + testFraction
          + " leave nothing to train on; their sum must be below 1");
    }
    if (shards < 1 || shards > 100_000) {
      throw new InvalidInput("data.shards is " + shards + "; it must be from 1 to 100,000");
    }
    if (separator.isEmpty()) {
      throw new InvalidInput("data.separator is empty; name the character between the cells of a csv line");
    }
    if (classes.stream().map(Labels::canonical).distinct().count() < classes.size()) {
      throw new InvalidInput("data.classes names a label twice: " + classes);
    }
  }

  private static void fraction(String key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidInput("data." + key + " is " + value + "; it must be in [0, 1)");
    }
  }

  /** The same settings without the places of files: what decides a model is their content. */
  public DataSettings withoutPaths() {
    return new DataSettings(format, "", "", "", "", "", "", validationFraction, testFraction, label, weight, header,
        separator, classes, shards, shuffle);
  }
}
