package io.gossamer.driver.data;

/** How rows are kept in memory. */
public enum Layout {
  /** Sparse for libsvm and vectors that are mostly zero ({@link ShardLoader} says when), else dense. */
  AUTO,
  /** Every feature of every row. */
  DENSE,
  /** Nonzero features only, all the way into the first layer. */
  SPARSE
}
