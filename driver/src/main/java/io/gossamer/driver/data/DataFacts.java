package io.gossamer.driver.data;

import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.Architecture;
import java.util.List;

/**
 * What the plan needs to know of the loaded rows.
 *
 * @param trainRows rows of the training split
 * @param fields columns of categories and text, after the numbers
 * @param classes labels in class order; empty for a regression
 * @param target mean and deviation of a regression's training targets
 * @param sparse whether rows are kept by their nonzeros
 * @param bytes of all packed shards
 * @param fingerprint of content and split
 */
public record DataFacts(
    long trainRows, int features, List<Field> fields, List<String> classes, TargetScale target, boolean sparse,
    long bytes, String fingerprint) {
  /** Numbers first, then what fields there are. */
  public Architecture.Columns columns() {
    int numbers = fields.isEmpty() ? features : fields.get(0).from();
    return new Architecture.Columns(
        numbers, fields.stream().map(field -> new int[] {field.from(), field.to()}).toList());
  }

  /** Share of a row's features that are stored: 1 for dense rows. */
  public double rowDensity() {
    return sparse ? Math.min(1, bytes / (8.0 * Math.max(1, trainRows) * features)) : 1;
  }

  /** Numbers a row's target has. */
  public int targets() {
    return 1;
  }

  public DataFacts {
    fields = List.copyOf(fields);
    classes = List.copyOf(classes);
  }
}
