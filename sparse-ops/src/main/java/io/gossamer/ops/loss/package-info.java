/** Losses over one tile of logits, and the sums that metrics are made of. Losses are means weighted by row weight. */
package io.gossamer.ops.loss;
