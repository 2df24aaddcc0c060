/**
 * The arithmetic. {@link io.gossamer.ops.kernel.Kernels} is the seam, {@code ScalarKernels} the reference and
 * {@code VectorKernels} its fast twin; {@code KernelChoice} picks once per JVM and says why.
 *
 * <p>Legend: {@code o} output row, {@code i} input row, {@code b} batch column, {@code k} position among nonzeros;
 * {@code out/in/nnz} their counts. A batch is cut into tiles of {@link io.gossamer.ops.kernel.Tile#LANES} columns, and
 * activations are tile-major with the batch last: feature {@code f}, column {@code b} of tile {@code t} lies at
 * {@code (t * features + f) * LANES + b}.
 *
 * <p><b>One order of additions</b>, followed by every twin, width and layout: bits do not depend on the machine.
 * <ul>
 *   <li>forward: start with the bias, then one fused multiply-add per kept input, inputs ascending;
 *   <li>input gradient: start with zero, then one fused multiply-add per kept output, outputs ascending;
 *   <li>weight gradient of one tile: 16 partial sums, partial {@code j} takes the columns {@code j, j+16, j+32, j+48}
 *       in ascending order (a product first, then fused multiply-adds; only the first {@code lanes} columns take part);
 *       then the tree {@code p[j] += p[j+8]}, {@code += p[j+4]}, {@code += p[j+2]}, {@code += p[j+1]}; the result is
 *       added to the gradient. Tiles follow each other in ascending order.
 *   <li>convolution: forward as above, inputs by channel, then tap. Input gradient of a pixel: fused multiply-adds
 *       by output channel, then tap, ascending. Weight gradient: 16 partial sums of the whole batch; pixels come row by
 *       row in strips of 64 or 32 floats ({@code ConvShape#strip}), float {@code b} of a strip goes to partial
 *       {@code b mod 16} by a fused multiply-add, ascending; the tree comes last;
 *   <li>bias gradient: the same partials and tree over the output gradient (a plain sum instead of products).
 * </ul>
 */
package io.gossamer.ops.kernel;
