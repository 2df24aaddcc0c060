/**
 * Answers what a mask method asks: {@link io.gossamer.driver.evidence.ShardEvidence} turns questions into passes over
 * the shards, {@link io.gossamer.driver.evidence.CandidateSearch} finds the largest sums of the whole data from few
 * candidates of each shard, {@link io.gossamer.driver.evidence.EvidenceCost} counts what travelled.
 */
package io.gossamer.driver.evidence;
