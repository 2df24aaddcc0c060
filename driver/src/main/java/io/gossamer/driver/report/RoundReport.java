package io.gossamer.driver.report;

import io.gossamer.driver.evidence.EvidenceCost;
import io.gossamer.driver.round.RoundBytes;
import io.gossamer.masks.Mask;
import io.gossamer.ops.loss.Measures;
import java.util.List;
import java.util.Optional;

/**
 * One round, as listeners see it.
 *
 * @param phase that the round was part of
 * @param round counted from 1
 * @param rounds of the run; an estimate where round lengths follow measured times
 * @param localSteps that the round counts for
 * @param step local steps done by each particle on each of its shards so far
 * @param loss mean over the round's rows, each before its step
 * @param validation measured after the round, where it was due and there are rows
 * @param mask after the round
 * @param figures of a mask that moved in this round, and in the first
 * @param evidence what the mask method asked for after the round
 * @param rows that took part, over all shards
 * @param skippedShards that it went on without, ascending
 * @param shardSteps by particle and shard where workers end rounds by their clocks; else empty
 */
public record RoundReport(
    PhaseReport phase,
    int round,
    int rounds,
    int localSteps,
    long step,
    double epoch,
    double learningRate,
    double loss,
    Optional<Measures> validation,
    Mask mask,
    int dropped,
    int grown,
    Optional<MaskFigures> figures,
    RoundBytes bytes,
    EvidenceCost evidence,
    long rows,
    List<Integer> skippedShards,
    List<ShardSteps> shardSteps,
    RoundSeconds seconds) {
  public RoundReport {
    skippedShards = List.copyOf(skippedShards);
    shardSteps = List.copyOf(shardSteps);
  }
}
