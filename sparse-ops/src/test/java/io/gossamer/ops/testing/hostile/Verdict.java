package io.gossamer.ops.testing.hostile;

import com.sun.management.ThreadMXBean;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a parser made of a file from anywhere. It may give what the file says, or refuse it as {@link CorruptFile} or
 * {@link InvalidInput} in a sentence fit to be printed; and in either case it stays within memory and time that the
 * size of the file accounts for.
 *
 * @param accepted what the file says; empty when it was refused
 * @param refusal the sentence; empty when it was accepted
 */
public record Verdict<T>(Optional<T> accepted, String refusal) {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long BYTES_AT_LEAST = 24L << 20;
  private static final long BYTES_A_BYTE = 2_000;

  /** Far beyond what any file here takes: it catches a parser that hangs, and no machine that is slow. */
  private static final long MOST_CPU_NANOS = 10_000_000_000L;

  private static final int LONGEST_LINE = 1_000;

  /**
   * Lets a parser read.
   *
   * @param size bytes of the file
   * @throws AssertionError if it goes beyond its bounds or refuses without a proper sentence; whatever else the parser
   *     throws comes out as it is
   */
  public static <T> Verdict<T> of(int size, Supplier<T> parser) {
    return within(BYTES_AT_LEAST + BYTES_A_BYTE * size, parser);
  }

  /** The same, where a file may rightly ask for more memory than its size accounts for. */
  public static <T> Verdict<T> within(long mostBytes, Supplier<T> parser) {
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    long nanos = THREADS.getCurrentThreadCpuTime();
    Verdict<T> verdict = read(parser);
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    long cpu = THREADS.getCurrentThreadCpuTime() - nanos;
    require(allocated <= mostBytes, "it cost " + allocated + " bytes, more than " + mostBytes);
    require(cpu < MOST_CPU_NANOS, "it took " + cpu + " ns");
    return verdict;
  }

  private static <T> Verdict<T> read(Supplier<T> parser) {
    try {
      return new Verdict<>(Optional.of(parser.get()), "");
    } catch (CorruptFile | InvalidInput refused) {
      requireSentence(refused.getMessage());
      return new Verdict<>(Optional.empty(), refused.getMessage());
    }
  }

  private static void requireSentence(String message) {
    require(message != null && !message.isBlank(), "refused without a word");
    for (String line : message.split(System.lineSeparator())) {
      require(line.length() <= LONGEST_LINE, "refused in a line of " + line.length() + " characters: " + line);
      require(line.codePoints().noneMatch(Character::isISOControl), "refused with control characters: " + line);
      require(!line.contains("Exception") && !line.contains("java.lang."), "refused in Java's words: " + line);
    }
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new AssertionError(otherwise);
    }
  }
}
