package io.gossamer.ops.values;

/** What a parameter is for: decides what decays, what is trained and what a mask covers. */
public enum Role {
  /** Weights of which only the places of a mask exist. */
  MASKED(true, true),
  /** Weights that are always whole, such as embeddings. */
  WEIGHT(true, true),
  /** Added to sums. */
  BIAS(false, true),
  /** Multiplies a normalised activation, or is its threshold. */
  GAIN(false, true),
  /** Decides which weights count while training; no layer reads it, and a finished model has none. */
  THRESHOLD(false, true),
  /** Measured, not trained: averaged like every value, but no optimiser moves it. */
  STATISTIC(false, false);

  private final boolean decays;
  private final boolean trained;

  Role(boolean decays, boolean trained) {
    this.decays = decays;
    this.trained = trained;
  }

  /** Whether weight decay applies. */
  public boolean decays() {
    return decays;
  }

  /** Whether gradients reach it. */
  public boolean trained() {
    return trained;
  }
}
