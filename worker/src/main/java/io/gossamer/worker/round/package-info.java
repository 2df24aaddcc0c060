/**
 * Local steps. {@link io.gossamer.worker.round.LocalTrainer} turns an {@link io.gossamer.worker.round.Assignment},
 * values and a shard into an {@link io.gossamer.worker.round.Update}: a pure function, so retries and lost executors
 * change nothing.
 */
package io.gossamer.worker.round;
