package io.gossamer.ops;

import java.util.stream.Collectors;

/**
 * Makes a message fit for a terminal and a log, whatever the file it quotes: control characters are written out, and of
 * a line that is too long the start and the end remain, which say what is wrong and how to mend it.
 */
final class Printable {
  private static final int MOST = 800;
  private static final int KEPT_AT_THE_END = 300;

  private Printable() {}

  static String of(String message) {
    return message == null ? null : message.lines().map(Printable::line).collect(Collectors.joining("\n"));
  }

  private static String line(String line) {
    StringBuilder printable = new StringBuilder();
    line.codePoints().forEach(c -> {
      if (Character.isISOControl(c)) {
        printable.append(String.format("\\u%04x", c));
      } else {
        printable.appendCodePoint(c);
      }
    });
    return printable.length() <= MOST ? printable.toString()
        : printable.substring(0, MOST - KEPT_AT_THE_END) + " [...] "
            + printable.substring(printable.length() - KEPT_AT_THE_END);
  }
}
