package io.gossamer.ops;

import java.util.List;

/**
 * The user's settings, data or arguments are wrong and only the user can mend them. The message says what is wrong,
 * where, what was found, what is allowed and how to mend it. Ends a command with exit code 2.
 */
public final class InvalidInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InvalidInput(String message) {
    super(Printable.of(message));
  }

  public InvalidInput(String message, Throwable cause) {
    super(Printable.of(message), cause);
  }

  /** All problems of one input at once, one sentence a line. */
  public static InvalidInput of(List<String> problems) {
    return new InvalidInput(String.join(System.lineSeparator(), problems));
  }
}
