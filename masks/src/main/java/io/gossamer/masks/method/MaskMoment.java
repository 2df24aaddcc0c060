package io.gossamer.masks.method;

import io.gossamer.masks.Mask;
import io.gossamer.masks.MaskMemory;
import io.gossamer.ops.random.Seed;

/**
 * The run as a method finds it between two rounds.
 *
 * @param values the averaged model in the documented order of {@code mask}; not to be changed
 * @param memory what the method's last outcome remembered
 * @param seed of this step alone: draws are its children, by layer
 */
public record MaskMoment(Mask mask, float[] values, MaskMemory memory, MaskStep step, Seed seed) {}
