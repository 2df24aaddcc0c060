/** Local optimisers over the flat value array, and learning-rate schedules. State exists only where the mask is 1. */
package io.gossamer.ops.optim;
