package io.gossamer.driver.data;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.HashedRows;
import io.gossamer.worker.shard.RowHash;
import java.io.Serializable;

/**
 * Some rows of one input partition as they were read, with what was wrong with them.
 *
 * @param first position of its first row in the partition
 * @param labels where classes are still to be found: the texts that the label of a row is a number into; else null
 */
record Chunk(Rows rows, long first, String[] labels, Problems problems) implements Serializable {
  /** How many features of all rows are not zero. */
  long nonzeros() {
    if (rows instanceof CsrRows sparse) {
      return sparse.values().length;
    }
    long count = 0;
    for (float value : ((DenseRows) rows).values()) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }

  /**
   * The rows with the labels that losses read.
   *
   * @param offset position of the partition's first row in the whole input where its order is kept; negative to
   *     place rows by their hash
   */
  HashedRows hashed(Labels classes, long offset) {
    Rows labelled = labels == null ? rows : withLabels(classes.indices(labels));
    long[] hashes = new long[labelled.count()];
    long[] places = new long[offset < 0 ? 0 : hashes.length];
    for (int row = 0; row < hashes.length; row++) {
      hashes[row] = RowHash.of(labelled, row);
    }
    for (int row = 0; row < places.length; row++) {
      places[row] = offset + first + row;
    }
    return new HashedRows(labelled, hashes, offset < 0 ? hashes : places);
  }

  private Rows withLabels(float[] classOf) {
    float[] mapped = new float[rows.count()];
    for (int row = 0; row < mapped.length; row++) {
      mapped[row] = classOf[(int) rows.label(row)];
    }
    if (rows instanceof DenseRows dense) {
      return new DenseRows(dense.features(), dense.values(), mapped, dense.weights());
    }
    CsrRows sparse = (CsrRows) rows;
    return new CsrRows(
        sparse.features(), sparse.rowStart(), sparse.columns(), sparse.values(), mapped, sparse.weights());
  }
}
