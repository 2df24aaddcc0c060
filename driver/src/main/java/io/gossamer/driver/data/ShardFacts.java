package io.gossamer.driver.data;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.RowHash;
import io.gossamer.worker.shard.Shard;
import java.io.Serializable;

/**
 * What the driver wants to know of one shard.
 *
 * @param fingerprint of its rows, in their order
 */
record ShardFacts(
    int index, long rows, long bytes, long nonzeros, double labelSum, double labelSquares, long fingerprint)
    implements Serializable {
  static ShardFacts of(Shard shard) {
    Rows rows = shard.rows();
    long fingerprint = shard.index();
    double labelSum = 0;
    double labelSquares = 0;
    for (int row = 0; row < rows.count(); row++) {
      labelSum += rows.label(row);
      labelSquares += (double) rows.label(row) * rows.label(row);
      fingerprint = Seed.mix(fingerprint + RowHash.of(rows, row));
    }
    return new ShardFacts(shard.index(), rows.count(), rows.bytes(), nonzeros(rows), labelSum, labelSquares,
        fingerprint);
  }

  private static long nonzeros(Rows rows) {
    if (rows instanceof CsrRows sparse) {
      return sparse.values().length;
    }
    long count = 0;
    for (float value : ((DenseRows) rows).values()) {
      count += value == 0 ? 0 : 1;
    }
    return count;
  }
}
