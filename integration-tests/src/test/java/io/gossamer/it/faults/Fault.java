package io.gossamer.it.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * Something that goes wrong in the task of one partition, so many times in a whole run.
 *
 * @param job what Spark's job description says behind "gossamer "
 * @param times tasks that it befalls, whatever executor they run on and however often they are tried
 */
public record Fault(Kind kind, String job, int partition, int times) {
  /** As partition: whichever task can be struck first. */
  public static final int ANY = -1;

  private static final String BETWEEN = "/";

  /** What goes wrong. */
  public enum Kind {
    /** The task fails after its work, when its result is there already. */
    FAIL,

    /** The task waits {@link FaultPlugin#SLOW} before it begins. */
    SLOW,

    /** The task waits {@link FaultPlugin#STALL} before it begins: nobody should. */
    STALL,

    /** The executor loses all broadcast blocks it holds before the task begins. */
    DROP,

    /** Every shuffle file of the executor is damaged before the task begins. */
    CORRUPT,

    /** The executor's process is killed by SIGKILL before the task begins. */
    KILL
  }

  /** As {@link #of} reads it. */
  String text() {
    return String.join(BETWEEN, kind.name(), job, String.valueOf(partition), String.valueOf(times));
  }

  static Fault of(String text) {
    String[] words = text.split(BETWEEN, -1);
    return new Fault(Kind.valueOf(words[0]), words[1], Integer.parseInt(words[2]), Integer.parseInt(words[3]));
  }

  boolean befalls(String description, int task) {
    return (partition == ANY || partition == task) && ("gossamer " + job).equals(description);
  }

  /**
   * Takes one of its times. Files that only one process can create count them, so that they hold over all executors.
   *
   * @return whether one was left
   */
  boolean take(Path folder) {
    for (int time = 0; time < times; time++) {
      try {
        Files.writeString(
            folder.resolve(token(time)), ProcessHandle.current().pid() + "\n", StandardOpenOption.CREATE_NEW);
        return true;
      } catch (FileAlreadyExistsException e) {
        continue;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return false;
  }

  /** Whether all of its times have come. */
  public boolean isSpent(Path folder) {
    return Files.exists(folder.resolve(token(times - 1)));
  }

  /** The process that it befell first, once there is one. */
  public Optional<ProcessHandle> first(Path folder) throws IOException {
    Path token = folder.resolve(token(0));
    String text = Files.exists(token) ? Files.readString(token) : "";
    // Without its end it is not yet written.
    return text.endsWith("\n") ? ProcessHandle.of(Long.parseLong(text.strip())) : Optional.empty();
  }

  private String token(int time) {
    return text().replace(BETWEEN, "-").replace(' ', '-') + "-" + time;
  }
}
