package io.gossamer.ops.rows;

/** What both kinds of rows demand of labels and weights. */
final class RowChecks {
  private RowChecks() {}

  static void labels(float[] labels, float[] weights) {
    if (weights != null && weights.length != labels.length) {
      throw new IllegalArgumentException(labels.length + " labels but " + weights.length + " weights");
    }
  }
}
