package io.gossamer.ops.rows;

import java.io.Serializable;

/** A block of training rows: features dense or sparse, a label each, a weight each. Treat as immutable. */
public sealed interface Rows extends Serializable permits DenseRows, CsrRows {
  /** Number of rows. */
  int count();

  /** Number of features of every row. */
  int features();

  /** Floats of a row's target: 1, but for several labels or values, or a teacher's probabilities. */
  int targets();

  /** Number {@code k} of a row's target: a class index, a label, a value, a teacher's probability. */
  float target(int row, int k);

  /** The first number of a row's target. */
  default float label(int row) {
    return target(row, 0);
  }

  /** Weight of the row in losses and averages; 1 where the data has none. */
  float weight(int row);

  /** Bytes of the arrays. */
  long bytes();
}
