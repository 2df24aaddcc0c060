package io.gossamer.jobs.config;

import java.nio.file.Path;

/**
 * Where a value was written.
 *
 * @param place for people: "line 12", "--set", or empty for a default
 * @param folder what relative paths are relative to
 */
record Origin(String place, Path folder) {
  private static final Path WORKING_DIRECTORY = Path.of("").toAbsolutePath();
  static final Origin DEFAULT = new Origin("", WORKING_DIRECTORY);
  static final Origin FLAG = new Origin("--set", WORKING_DIRECTORY);

  /** The place in brackets, ready to stand behind what was found there; empty for a default. */
  String inBrackets() {
    return place.isEmpty() ? "" : " (" + place + ")";
  }
}
