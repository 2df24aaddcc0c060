/**
 * Masks of whole models. {@link io.gossamer.masks.Mask} is one with its identity, {@link io.gossamer.masks.MaskChange}
 * leads from one to the next; {@code allocation} says how much each layer keeps, {@code schedule} when and to what
 * level, {@code method} which places, {@code codec} how a mask travels. Nothing here knows Spark.
 */
package io.gossamer.masks;
