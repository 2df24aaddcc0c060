package io.gossamer.it.reliability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Counts, over and over, the live floats and doubles of a JVM on this machine, until told to stop. */
final class HeapWatch implements AutoCloseable {
  private static final String JCMD = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();

  /** A line of a class histogram: number, instances, bytes, class. */
  private static final Pattern NUMBERS = Pattern.compile("\\s*\\d+:\\s+\\d+\\s+(\\d+)\\s+\\[[FD]\\b.*");

  private final String argument;
  private final Thread thread = new Thread(this::watch, "heap watch");
  private volatile boolean over;
  private volatile long mostBytes;
  private volatile int looks;

  /** @param argument in the command line of the JVM, and of no other */
  HeapWatch(String argument) {
    this.argument = argument;
    thread.start();
  }

  /** The most bytes of float and double arrays that were reachable at once. */
  long mostBytes() {
    return mostBytes;
  }

  /** How often it looked. */
  int looks() {
    return looks;
  }

  private void watch() {
    while (!over) {
      Optional<String> pid = jcmd("-l").lines().filter(line -> line.contains(argument))
          .map(line -> line.substring(0, line.indexOf(' '))).findFirst();
      if (pid.isPresent()) {
        long bytes = jcmd(pid.get(), "GC.class_histogram").lines().map(NUMBERS::matcher).filter(Matcher::matches)
            .mapToLong(line -> Long.parseLong(line.group(1))).sum();
        mostBytes = Math.max(mostBytes, bytes);
        looks++;
      }
    }
  }

  /** What it prints; a JVM that has just ended gives nothing. */
  private static String jcmd(String... arguments) {
    String[] command = new String[arguments.length + 1];
    command[0] = JCMD;
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot run " + Arrays.toString(command), e);
    }
  }

  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
