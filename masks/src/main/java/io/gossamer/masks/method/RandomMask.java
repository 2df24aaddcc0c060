package io.gossamer.masks.method;

/**
 * Places drawn at random before training, kept for good. The exact count per layer comes from the allocation. Source:
 * Liu et al. 2022, "The unreasonable effectiveness of random pruning" (methods.md B1).
 */
final class RandomMask implements MaskMethod {}
