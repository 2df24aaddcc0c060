/**
 * Masks of whole models. {@link io.gossamer.masks.Mask} is one with its identity, {@link io.gossamer.masks.MaskChange}
 * leads from one to the next. A mask method is put together from orthogonal parts: {@code allocation} says how much
 * each layer keeps, {@code schedule} when and how much moves, {@code criterion} which places stay, {@code structure}
 * which sets of places are allowed, {@code evidence} what it may ask of the workers. {@code method} has the methods,
 * {@code codec} how a mask travels. Nothing here knows Spark.
 */
package io.gossamer.masks;
