package io.gossamer.ops.rows;

/** What both kinds of rows demand of targets and weights. */
final class RowChecks {
  private RowChecks() {}

  /** The number of rows. */
  static int count(int targets, float[] labels, float[] weights) {
    if (targets < 1 || labels.length % targets != 0) {
      throw new IllegalArgumentException(labels.length + " labels are no rows of " + targets);
    }
    int count = labels.length / targets;
    if (weights != null && weights.length != count) {
      throw new IllegalArgumentException(count + " rows but " + weights.length + " weights");
    }
    return count;
  }
}
