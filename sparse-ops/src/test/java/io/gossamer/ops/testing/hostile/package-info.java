/**
 * Damaged input for every parser we own. {@link io.gossamer.ops.testing.hostile.ByteDamage} and
 * {@link io.gossamer.ops.testing.hostile.TextDamage} start from a valid file;
 * {@link io.gossamer.ops.testing.hostile.Verdict} holds what a parser may answer.
 */
package io.gossamer.ops.testing.hostile;
