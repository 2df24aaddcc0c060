package io.gossamer.driver.report;

/** Local steps that a particle took on a shard in a round that workers end by their clocks. */
public record ShardSteps(int particle, int shard, int steps) {}
