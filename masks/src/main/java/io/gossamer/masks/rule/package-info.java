/**
 * Mask methods that change training itself: what the network computes with is a function of the stored weights, or
 * their gradient has another part. {@link io.gossamer.masks.rule.LocalRule} says how,
 * {@link io.gossamer.masks.rule.BoundRule} does it in every local step.
 */
package io.gossamer.masks.rule;
