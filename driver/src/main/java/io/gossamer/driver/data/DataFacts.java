package io.gossamer.driver.data;

import io.gossamer.ops.loss.TargetScale;
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
  public DataFacts {
    classes = List.copyOf(classes);
  }
}
