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
record ShardFacts(int index, long rows, long bytes, long nonzeros, long fingerprint) implements Serializable {
  static ShardFacts of(Shard shard) {
    Rows rows = shard.rows();
    long fingerprint = shard.index();
    for (int row = 0; row < rows.count(); row++) {
      fingerprint = Seed.mix(fingerprint + RowHash.of(rows, row));
    }
    return new ShardFacts(shard.index(), rows.count(), rows.bytes(), nonzeros(rows), fingerprint);
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
