package io.gossamer.ops.rows;

/**
 * Rows stored whole, row-major. Arrays are referred to, not copied.
 *
 * @param values {@code [count][features]}
 * @param targets floats of a row's target
 * @param labels {@code [count][targets]}
 * @param weights one a row, or null when every row weighs 1
 */
public record DenseRows(
    int features, float[] values, int targets, float[] labels, float[] weights) implements Rows {
  public DenseRows {
    int count = RowChecks.count(targets, labels, weights);
    if (values.length != (long) features * count) {
      throw new IllegalArgumentException(count + " rows of " + features + " features need "
          + (long) features * count + " values, not " + values.length);
    }
  }

  /** With one target a row. */
  public DenseRows(int features, float[] values, float[] labels, float[] weights) {
    this(features, values, 1, labels, weights);
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
    return 4L * (values.length + labels.length + (weights == null ? 0 : weights.length));
  }
}
