/**
 * Floats in fewer bits, for what travels: bf16, fp16 and int8, a block of at most
 * {@link io.gossamer.ops.kernel.narrow.NarrowKernels#BLOCK} values at a time.
 * {@link io.gossamer.ops.kernel.narrow.ScalarNarrow} is the definition,
 * {@link io.gossamer.ops.kernel.narrow.VectorNarrow} the speed; the bits are the same.
 */
package io.gossamer.ops.kernel.narrow;
