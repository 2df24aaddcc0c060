/**
 * Generated inputs for tests of this and other modules. Everything follows from a {@link
 * io.gossamer.ops.random.Seed}, so that a failing case can be named and run again.
 */
package io.gossamer.ops.testing;
