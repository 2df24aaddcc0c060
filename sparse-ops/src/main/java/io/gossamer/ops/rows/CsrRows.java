package io.gossamer.ops.rows;

/**
 * Rows stored by their nonzero features only. Arrays are referred to, not copied.
 *
 * @param rowStart {@code count + 1} starts into {@code columns} and {@code values}
 * @param columns features, strictly ascending within a row
 * @param labels one a row
 * @param weights one a row, or null when every row weighs 1
 */
public record CsrRows(int features, int[] rowStart, int[] columns, float[] values, float[] labels, float[] weights)
    implements Rows {
  public CsrRows {
    RowChecks.labels(labels, weights);
    if (rowStart.length != labels.length + 1 || rowStart[labels.length] != columns.length
        || columns.length != values.length) {
      throw new IllegalArgumentException("sparse rows disagree: " + labels.length + " labels, " + rowStart.length
          + " row starts, " + columns.length + " columns, " + values.length + " values");
    }
  }

  @Override
  public int count() {
    return labels.length;
  }

  @Override
  public float label(int row) {
    return labels[row];
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
