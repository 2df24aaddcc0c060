/**
 * What a JVM keeps between tasks and may lose at any time: compiled networks and their buffers, and the sums that the
 * next pass over the same rows asks for again. Nothing here decides what a task returns, only when.
 */
package io.gossamer.worker.cache;
