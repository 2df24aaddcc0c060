/**
 * Checkpoints: what a run is between two rounds, on files that outlive the driver. A
 * {@link io.gossamer.driver.checkpoint.Snapshot} is named arrays and scalars;
 * {@link io.gossamer.driver.checkpoint.CheckpointStore} keeps the newest ones in a folder:
 *
 * <pre>
 *   checkpoints/
 *     run.json                the fingerprint of the run these belong to
 *     round-000120/
 *       state.safetensors     the arrays
 *       state.json            the scalars
 *       COMMIT                written last: round, fingerprint, size and SHA-256 of the two files; then its own SHA-256
 * </pre>
 *
 * Nothing is renamed. A checkpoint without a whole {@code COMMIT}, or whose files are not those it names, does not
 * count. See docs/decisions, "Checkpoints are committed by a file written last".
 */
package io.gossamer.driver.checkpoint;
