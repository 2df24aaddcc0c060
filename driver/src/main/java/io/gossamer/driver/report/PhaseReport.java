package io.gossamer.driver.report;

import io.gossamer.driver.soup.Divergence;
import io.gossamer.driver.soup.SoupOutcome;
import java.util.Optional;

/**
 * The phase that a round was part of.
 *
 * @param particles that train in it
 * @param divergence of the particles after the round, before they are averaged; empty for one
 * @param soup what the phase ended with; empty in its other rounds
 */
public record PhaseReport(
    int index, String name, int particles, Optional<Divergence> divergence, Optional<SoupOutcome> soup) {
  /** Of a run that is not cut, with one particle. */
  public static PhaseReport only() {
    return new PhaseReport(0, "main", 1, Optional.empty(), Optional.empty());
  }
}
