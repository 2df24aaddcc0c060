package io.gossamer.driver.run;

/** Is handed the state of a run after every round, and may end the run there by throwing. */
@FunctionalInterface
public interface StateKeeper {
  /** Keeps nothing. */
  StateKeeper NONE = state -> {};

  /**
   * The arrays of {@code state} never change; those that were put aside are there until the next call has returned
   * ({@link io.gossamer.driver.round.Shelf}).
   */
  void keep(RunState state);
}
