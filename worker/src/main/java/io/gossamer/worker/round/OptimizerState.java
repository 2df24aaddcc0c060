package io.gossamer.worker.round;

/** What becomes of a local optimiser's state between two rounds. */
public enum OptimizerState {
  /** Every round starts with none. */
  RESET,
  /** It travels and is averaged beside the values. Source: design section 4. */
  AVERAGE
}
