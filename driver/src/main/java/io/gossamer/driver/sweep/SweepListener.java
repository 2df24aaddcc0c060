package io.gossamer.driver.sweep;

import io.gossamer.driver.report.RunListener;

/** Told of a sweep's progress, on the driver's thread, in order. */
public interface SweepListener {
  /** Before the first cell: how many there are, and how many of them a run before this one finished. */
  default void started(int cells, int done) {}

  /** A cell starts; what it returns hears of its rounds. */
  default RunListener cell(SweepCell cell) {
    return new RunListener() {};
  }

  /** A cell ended. */
  default void ended(SweepResult result) {}
}
