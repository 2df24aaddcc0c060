/** Passes over shards that measure and change nothing. */
package io.gossamer.worker.measure;
