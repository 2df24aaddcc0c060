package io.gossamer.driver.round;

/** The three parts of the data. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  /** Lower-case name, as in summary.json. */
  public String key() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
