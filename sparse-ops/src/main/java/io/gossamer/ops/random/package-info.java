/** Every random choice of Gossamer comes from a named {@link io.gossamer.ops.random.Seed}. */
package io.gossamer.ops.random;
