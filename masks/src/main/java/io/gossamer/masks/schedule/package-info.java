/** When a mask moves and to which sparsity: pure functions of the local step. */
package io.gossamer.masks.schedule;
