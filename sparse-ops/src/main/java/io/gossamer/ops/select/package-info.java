/** Exact selection of the largest scores, ties by position. */
package io.gossamer.ops.select;
