package io.gossamer.ops.rows;

import java.io.Serializable;

/** A block of training rows: features dense or sparse, a label each, a weight each. Treat as immutable. */
public sealed interface Rows extends Serializable permits DenseRows, CsrRows {
  /** Number of rows. */
  int count();

  /** Number of features of every row. */
  int features();

  /** Class index, or the target of a regression. */
  float label(int row);

  /** Weight of the row in losses and averages; 1 where the data has none. */
  float weight(int row);

  /** Bytes of the arrays. */
  long bytes();
}
