package io.gossamer.driver.data;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.RowHash;
import io.gossamer.worker.shard.Shard;
import java.io.Serializable;

/**
 * What the driver wants to know of one shard.
 *
 * @param labelSum of its labels, in row order
 * @param labelSquares sum of their squares
 * @param fingerprint sum over its rows, so that neither their order nor the number of shards shows in a total
 */
record ShardFacts(int index, long rows, long bytes, double labelSum, double labelSquares, long fingerprint)
    implements Serializable {
  static ShardFacts of(Shard shard) {
    Rows rows = shard.rows();
    double labelSum = 0;
    double labelSquares = 0;
    long fingerprint = 0;
    for (int row = 0; row < rows.count(); row++) {
      labelSum += rows.label(row);
      labelSquares += (double) rows.label(row) * rows.label(row);
      fingerprint += Seed.mix(RowHash.of(rows, row));
    }
    return new ShardFacts(shard.index(), rows.count(), rows.bytes(), labelSum, labelSquares, fingerprint);
  }
}
