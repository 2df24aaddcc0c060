package io.gossamer.driver.sweep;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * How a cell ended.
 *
 * @param summary its summary.json, or null where it failed
 * @param failure one sentence, or null where it did not
 */
public record SweepResult(SweepCell cell, ObjectNode summary, String failure) {
  static SweepResult done(SweepCell cell, ObjectNode summary) {
    return new SweepResult(cell, summary, null);
  }

  static SweepResult failed(SweepCell cell, String failure) {
    return new SweepResult(cell, null, failure);
  }

  public boolean isDone() {
    return summary != null;
  }
}
