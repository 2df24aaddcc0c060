/**
 * Which sets of places a mask may be: {@link io.gossamer.masks.structure.MaskStructure} and its kinds, chosen by
 * {@link io.gossamer.masks.structure.StructureSettings}. Finding the structure of a given pattern, for its kernels, is
 * the business of {@code ops.kernel.structured}.
 */
package io.gossamer.masks.structure;
