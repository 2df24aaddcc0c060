/**
 * Packed rows. {@link io.gossamer.worker.shard.Shard} is one partition's rows; {@link
 * io.gossamer.worker.shard.Placement} says from a row's content alone which split and shard it belongs to and where in
 * it, so that order and partitioning of the input do not matter.
 */
package io.gossamer.worker.shard;
