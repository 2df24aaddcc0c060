/**
 * The one flat value array of a model and its documented order: layer by layer, the kept weights of a layer row by row
 * (ascending output, then input), then its biases. What travels, what is averaged and what is stored is this array.
 */
package io.gossamer.ops.values;
