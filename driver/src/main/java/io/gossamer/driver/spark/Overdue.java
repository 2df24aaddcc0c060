package io.gossamer.driver.spark;

/** What the driver waited for did not come in time. Ends a command with exit code 1; trying again may help. */
public final class Overdue extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public Overdue(String message) {
    super(message);
  }

  public Overdue(String message, Throwable cause) {
    super(message, cause);
  }
}
