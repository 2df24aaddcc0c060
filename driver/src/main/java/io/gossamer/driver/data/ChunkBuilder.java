package io.gossamer.driver.data;

import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.shard.HashedRows;
import io.gossamer.worker.shard.RowBuffer;
import io.gossamer.worker.shard.RowHash;

/** Collects rows into chunks of bounded size. */
final class ChunkBuilder {
  private static final int MOST_ROWS = 1 << 16;
  private static final long MOST_VALUES = 1 << 24;

  private final int features;
  private final boolean sparse;
  private RowBuffer buffer;
  private Problems problems = new Problems();
  private long taken;

  ChunkBuilder(int features, boolean sparse) {
    this.features = features;
    this.sparse = sparse;
    this.buffer = new RowBuffer(features, sparse);
  }

  RowBuffer buffer() {
    return buffer;
  }

  Problems problems() {
    return problems;
  }

  /** Rows begun so far, over all chunks. */
  long position() {
    return taken + problems.rows();
  }

  boolean isFull() {
    return buffer.count() >= MOST_ROWS || (long) buffer.count() * (sparse ? 1 : features) >= MOST_VALUES;
  }

  boolean isEmpty() {
    return problems.rows() == 0;
  }

  /** The rows so far; places count rows from {@link #position} of the first one. */
  Chunk take() {
    Rows rows = buffer.toRows();
    long[] hashes = new long[rows.count()];
    long[] places = new long[rows.count()];
    for (int row = 0; row < hashes.length; row++) {
      hashes[row] = RowHash.of(rows, row);
      places[row] = taken + row;
    }
    Chunk chunk = new Chunk(new HashedRows(rows, hashes, places), problems);
    taken += problems.rows();
    buffer = new RowBuffer(features, sparse);
    problems = new Problems();
    return chunk;
  }
}
