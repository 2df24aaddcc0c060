/** Sparsity patterns of single weight matrices. A whole model's patterns with an identity are a Mask, one module up. */
package io.gossamer.ops.pattern;
