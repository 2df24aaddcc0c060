package io.gossamer.driver.run;

/** Training left the finite numbers: nothing that came out of it may be used. Ends a command with exit code 1. */
public final class Diverged extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Diverged(String message) {
    super(message);
  }
}
