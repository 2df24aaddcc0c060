/**
 * Kernels for patterns with structure. {@link io.gossamer.ops.kernel.structured.Structure} says what a pattern fits,
 * {@link io.gossamer.ops.kernel.structured.StructuredLayer} is the layer's plan, and {@code ScalarStructured} and
 * {@code VectorStructured} are the twins behind {@link io.gossamer.ops.kernel.structured.StructuredKernels}.
 *
 * <p>Tiles, names and the order of additions are those of {@link io.gossamer.ops.kernel}: a pattern gives the same bits
 * whether it runs here or as a pattern without structure. What each layout brings is in docs/benchmarks.md.
 */
package io.gossamer.ops.kernel.structured;
