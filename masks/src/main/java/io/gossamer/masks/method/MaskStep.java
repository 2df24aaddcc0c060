package io.gossamer.masks.method;

/**
 * Where the run stands when a method is asked for the next mask.
 *
 * @param round rounds done
 * @param step local steps done by each shard
 */
public record MaskStep(int round, long step) {}
