/**
 * The one flat value array of a model and its documented order: the kept weights of each masked layer, row by row
 * (ascending output, then input); then layer by layer what is dense: biases, gains, embeddings, statistics. What
 * travels, what is averaged and what is stored is this array.
 */
package io.gossamer.ops.values;
