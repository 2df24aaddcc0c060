package io.gossamer.jobs;

import io.gossamer.ops.InvalidInput;

/** What a scheduler reads when a command ends. */
public enum ExitCode {
  /** Done, published or already up to date. */
  DONE(0),
  /** Failed for a reason that trying again may cure. */
  FAILED(1),
  /** Wrong usage, settings or data: trying again will not help. */
  BAD_INPUT(2),
  /** Trained, but the gate refused to publish. */
  REFUSED(3),
  /** Stopped by SIGTERM or SIGINT: the same command continues. */
  STOPPED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The user's own fault anywhere in the chain of causes (Spark wraps what tasks throw) is bad input. */
  static ExitCode of(Throwable failure) {
    return userFault(failure) == null ? FAILED : BAD_INPUT;
  }

  static InvalidInput userFault(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInput input) {
        return input;
      }
    }
    return null;
  }
}
