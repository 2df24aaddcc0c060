package io.gossamer.driver.round;

import io.gossamer.worker.round.Update;
import java.util.List;

/**
 * What a round brought back.
 *
 * @param updates in shard order
 * @param bytes what travelled for it
 */
public record RoundResult(List<Update> updates, RoundBytes bytes) {
  public RoundResult {
    updates = List.copyOf(updates);
  }
}
