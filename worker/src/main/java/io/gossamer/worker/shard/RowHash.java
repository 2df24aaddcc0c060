package io.gossamer.worker.shard;

import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;

/**
 * A 64-bit hash of a row's content: label, weight and nonzero features. Zeros of either sign do not count, so a
 * row has the same hash stored dense or sparse.
 */
public final class RowHash {
  private RowHash() {}

  public static long of(Rows rows, int row) {
    long hash = Seed.mix(Float.floatToIntBits(rows.label(row) + 0f) + 0x9e3779b97f4a7c15L);
    hash = Seed.mix(hash + Float.floatToIntBits(rows.weight(row) + 0f));
    if (rows instanceof DenseRows dense) {
      int at = row * dense.features();
      for (int f = 0; f < dense.features(); f++) {
        hash = add(hash, f, dense.values()[at + f]);
      }
    } else {
      CsrRows sparse = (CsrRows) rows;
      for (int n = sparse.rowStart()[row]; n < sparse.rowStart()[row + 1]; n++) {
        hash = add(hash, sparse.columns()[n], sparse.values()[n]);
      }
    }
    return hash;
  }

  private static long add(long hash, int feature, float value) {
    return value == 0 ? hash : Seed.mix(hash + ((long) feature << 32 | Float.floatToIntBits(value) & 0xffffffffL));
  }
}
