/** Training rows as plain arrays: what a shard holds and a network reads. */
package io.gossamer.ops.rows;
