/** What a JVM keeps between tasks and may lose at any time: compiled networks and their buffers, never results. */
package io.gossamer.worker.cache;
