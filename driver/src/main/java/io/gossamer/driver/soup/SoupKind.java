package io.gossamer.driver.soup;

/** How the particles of a phase become one model. Sources: Wortsman et al. 2022 (methods.md A4), FedAvg for rows. */
public enum SoupKind {
  /** Their plain mean. */
  UNIFORM,
  /** Their mean, weighted by the rows each has trained on. */
  ROWS,
  /** From the best down, each is added if the mean is then no worse on the validation rows. */
  GREEDY,
  /** Mixing weights that lower the loss on the validation rows. */
  LEARNED,
  /** The best one on the validation rows, alone. */
  BEST;

  /** Whether it cannot do without validation rows. */
  boolean needsValidation() {
    return this == GREEDY || this == LEARNED || this == BEST;
  }
}
