package io.gossamer.ops;

/** A promise of Gossamer itself does not hold: our bug, never the user's. Ends a command with exit code 1. */
public final class InvariantBroken extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvariantBroken(String message) {
    super(message);
  }
}
