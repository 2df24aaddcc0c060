package io.gossamer.driver.run;

/**
 * Where a run begins.
 *
 * @param path of a checkpoint, a folder of checkpoints or a run directory; empty unless {@code kind} is PATH
 */
public record Resume(Kind kind, String path) {
  /** Ways to begin. */
  public enum Kind {
    /** Where the newest whole checkpoint of the run directory ends; anew if there is none. */
    AUTO,
    /** Anew, in a directory that holds nothing. */
    NEVER,
    /** Where a named checkpoint ends. */
    PATH
  }

  /** The default. */
  public static final Resume AUTO = new Resume(Kind.AUTO, "");

  /** Whatever lies there is not continued. */
  public static final Resume NEVER = new Resume(Kind.NEVER, "");

  /** {@code auto}, {@code never} or a path. */
  public static Resume of(String text) {
    return switch (text) {
      case "auto" -> AUTO;
      case "never" -> NEVER;
      default -> new Resume(Kind.PATH, text);
    };
  }
}
