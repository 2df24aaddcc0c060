package io.gossamer.ops.rows;

/**
 * Rows stored by their nonzero features only. Arrays are referred to, not copied.
 *
 * @param rowStart {@code count + 1} starts into {@code columns} and {@code values}
 * @param columns features, strictly ascending within a row
 * @param targets floats of a row's target
 * @param labels {@code [count][targets]}
 * @param weights one a row, or null when every row weighs 1
 */
public record CsrRows(int features, int[] rowStart, int[] columns, float[] values, int targets, float[] labels,
    float[] weights)
    implements Rows {
  public CsrRows {
    int count = RowChecks.count(targets, labels, weights);
    if (rowStart.length != count + 1 || rowStart[count] != columns.length
        || columns.length != values.length) {
      throw new IllegalArgumentException("sparse rows disagree: " + count + " labels, " + rowStart.length
          + " row starts, " + columns.length + " columns, " + values.length + " values");
    }
  }

  /** With one target a row. */
  public CsrRows(
      int features, int[] rowStart, int[] columns, float[] values, float[] labels, float[] weights) {
    this(features, rowStart, columns, values, 1, labels, weights);
  }

  @Override
  public int count() {
    return labels.length / targets;
  }

  @Override
  public float target(int row, int k) {
    return labels[row * targets + k];
  }

  @Override
  public float weight(int row) {
    return weights == null ? 1 : weights[row];
  }

  @Override
  public long bytes() {
    return 4L * (rowStart.length + columns.length + values.length + labels.length
        + (weights == null ? 0 : weights.length));
  }
}
