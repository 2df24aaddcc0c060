/** How much each layer keeps, as exact counts that add up to the plan's nnz. */
package io.gossamer.masks.allocation;
