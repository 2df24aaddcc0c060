package io.gossamer.driver.report;

import io.gossamer.driver.plan.Plan;

/** Told of a run's progress, on the driver's thread, in order. */
public interface RunListener {
  /** Before the data is read. */
  default void loading(String what) {}

  /** The plan stands; training starts next. */
  default void planned(Plan plan) {}

  /** A round is over. */
  default void round(RoundReport report) {}

  /** All rounds are over, and the last phase had several particles. */
  default void candidates(CandidateReport report) {}
}
