package io.gossamer.driver.plan;

import java.util.List;

/**
 * What the plan needs to know of the loaded rows.
 *
 * @param trainRows rows of the training split
 * @param classes labels in class order; empty for a regression
 * @param sparse whether rows are kept by their nonzeros
 * @param bytes of all packed shards
 * @param fingerprint of content and split
 */
public record DataFacts(
    long trainRows, int features, List<String> classes, boolean sparse, long bytes, String fingerprint) {
  public DataFacts {
    classes = List.copyOf(classes);
  }
}
