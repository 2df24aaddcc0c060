package io.gossamer.ops.rows;

/**
 * Rows stored whole, row-major. Arrays are referred to, not copied.
 *
 * @param values {@code [count][features]}
 * @param labels one a row
 * @param weights one a row, or null when every row weighs 1
 */
public record DenseRows(int features, float[] values, float[] labels, float[] weights) implements Rows {
  public DenseRows {
    RowChecks.labels(labels, weights);
    if (values.length != (long) features * labels.length) {
      throw new IllegalArgumentException(labels.length + " rows of " + features + " features need "
          + (long) features * labels.length + " values, not " + values.length);
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
    return 4L * (values.length + labels.length + (weights == null ? 0 : weights.length));
  }
}
