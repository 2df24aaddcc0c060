package io.gossamer.driver.soup;

/** What differs between the particles of a phase. Source: Zimmer et al. 2023 (methods.md A1, {@code ensemble_by}). */
public enum Variation {
  /** Order of the rows and what is drawn at random. */
  SEED,
  /** Weight decay, times a factor. */
  WEIGHT_DECAY,
  /** Learning rate, times a factor. */
  LEARNING_RATE,
  /** Length of the phase, times a factor of at most 1: the others wait, at the values they have. */
  RETRAIN_LENGTH,
  /** Label smoothing, up to a fifth of the spread above that of the section loss. */
  LABEL_SMOOTHING,
  /** Rates of the dropout layers, times a factor. */
  DROPOUT
}
