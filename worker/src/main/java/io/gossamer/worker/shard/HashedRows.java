package io.gossamer.worker.shard;

import io.gossamer.ops.rows.Rows;
import java.io.Serializable;

/**
 * Rows on their way into shards.
 *
 * @param hashes of each row's content ({@link RowHash})
 * @param places by which rows are ordered within a shard: the hashes, or positions in the input where its order is kept
 */
public record HashedRows(Rows rows, long[] hashes, long[] places) implements Serializable {}
