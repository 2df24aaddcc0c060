package io.gossamer.ops;

/**
 * Bytes that we once wrote, or that claim a known format, are not what they promise. Ends a command with exit code 1.
 */
public final class CorruptFile extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public CorruptFile(String message) {
    super(Printable.of(message));
  }

  public CorruptFile(String message, Throwable cause) {
    super(Printable.of(message), cause);
  }
}
