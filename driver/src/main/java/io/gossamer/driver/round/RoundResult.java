package io.gossamer.driver.round;

import io.gossamer.worker.round.Update;
import java.util.List;
import java.util.Map;

/**
 * What a round brought back.
 *
 * @param updates by particle, then shard; without values where they were averaged on the way
 * @param means the averages that were formed on the way, by particle; of sound updates alone
 * @param flaws of updates that were left out of means, since a value is not finite
 * @param bytes what travelled for it
 */
public record RoundResult(List<Update> updates, Map<Integer, float[]> means, List<Flaw> flaws, RoundBytes bytes) {
  public RoundResult {
    updates = List.copyOf(updates);
    means = Map.copyOf(means);
    flaws = List.copyOf(flaws);
  }

  /** Updates that the driver averages. */
  public RoundResult(List<Update> updates, RoundBytes bytes) {
    this(updates, Map.of(), List.of(), bytes);
  }

  /** The first value of an update that is not finite. */
  public record Flaw(int particle, int shard, int place, float value) {}

  /** The same with some of its updates; means are of sound ones in any case. */
  public RoundResult with(List<Update> some) {
    return new RoundResult(some, means, flaws, bytes);
  }

  /** The updates of one particle, in shard order. */
  public List<Update> of(int particle) {
    return updates.stream().filter(update -> update.particle() == particle).toList();
  }
}
