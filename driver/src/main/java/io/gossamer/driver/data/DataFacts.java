package io.gossamer.driver.data;

import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.Architecture;
import java.util.List;

/**
 * What the plan needs to know of the loaded rows.
 *
 * @param trainRows rows of the training split
 * @param classes labels in class order; empty for a regression
 * @param target mean and deviation of a regression's training targets
 * @param sparse whether rows are kept by their nonzeros
 * @param bytes of all packed shards
 * @param fingerprint of content and split
 */
public record DataFacts(
    long trainRows, int features, List<String> classes, TargetScale target, boolean sparse, long bytes,
    String fingerprint) {
  /** Numbers first, then what fields there are. */
  public Architecture.Columns columns() {
    return new Architecture.Columns(features, List.of());
  }

  /** Numbers a row's target has. */
  public int targets() {
    return 1;
  }

  public DataFacts {
    classes = List.copyOf(classes);
  }
}
