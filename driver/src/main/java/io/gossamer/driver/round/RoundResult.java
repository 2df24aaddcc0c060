package io.gossamer.driver.round;

import io.gossamer.worker.round.Update;
import java.util.List;

/**
 * What a round brought back.
 *
 * @param updates by particle, then shard
 * @param bytes what travelled for it
 */
public record RoundResult(List<Update> updates, RoundBytes bytes) {
  public RoundResult {
    updates = List.copyOf(updates);
  }

  /** The updates of one particle, in shard order. */
  public List<Update> of(int particle) {
    return updates.stream().filter(update -> update.particle() == particle).toList();
  }
}
