package io.gossamer.jobs;

import java.io.PrintWriter;

/** A line of a terminal that is written over and over. */
final class PassingLine {
  private final PrintWriter out;
  private int widest;

  PassingLine(PrintWriter out) {
    this.out = out;
  }

  /** Over what stood there before; the line stays open. */
  void show(String line) {
    widest = Math.max(widest, line.length());
    out.print("\r" + line + " ".repeat(widest - line.length()));
    out.flush();
  }
}
