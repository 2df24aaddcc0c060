package io.gossamer.driver.run;

/** A signal asked the run to stop, and it did. Ends a command with exit code 143. */
public final class Stopped extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Stopped(String message) {
    super(message);
  }
}
