package io.gossamer.worker.shard;

import io.gossamer.ops.rows.Rows;
import java.io.Serializable;

/**
 * One packed partition of the training data.
 *
 * @param index its number, from 0
 * @param rows in their final order; may be none
 */
public record Shard(int index, Rows rows) implements Serializable {}
