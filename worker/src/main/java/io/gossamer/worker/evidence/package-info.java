/**
 * What a shard answers when a mask method asks for evidence: a {@link io.gossamer.worker.evidence.Probe} goes down, an
 * {@link io.gossamer.worker.evidence.Answer} comes up, {@link io.gossamer.worker.evidence.EvidencePass} is between
 * them. Dense sums exist inside a task only ({@link io.gossamer.worker.evidence.DenseSums}); what travels is numbers at
 * asked places, and candidates.
 */
package io.gossamer.worker.evidence;
