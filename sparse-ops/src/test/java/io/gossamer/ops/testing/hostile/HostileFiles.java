package io.gossamer.ops.testing.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Files that a parser once got wrong, kept with what it must say now: {@code src/test/hostile/PARSER/} holds them, and
 * {@code expected.txt} one line a file, {@code name | part of the sentence}.
 */
public final class HostileFiles {
  private static final Path ROOT = Path.of("src/test/hostile");
  private static final String EXPECTED = "expected.txt";

  private HostileFiles() {}

  /** Reads each file of a parser and compares its answer; every file must have a line, and every line a file. */
  public static void check(String parser, Function<byte[], ?> read) {
    Map<String, String> expected = expected(ROOT.resolve(parser));
    assertThat(names(ROOT.resolve(parser))).as(parser).containsExactlyElementsOf(expected.keySet()).isNotEmpty();
    expected.forEach((name, sentence) -> {
      byte[] bytes = bytes(ROOT.resolve(parser).resolve(name));
      Verdict<?> verdict = Verdict.of(bytes.length, () -> read.apply(bytes));
      assertThat(verdict.accepted()).as(parser + "/" + name).isEmpty();
      assertThat(verdict.refusal()).as(parser + "/" + name).contains(sentence);
    });
  }

  private static Map<String, String> expected(Path folder) {
    Map<String, String> expected = new TreeMap<>();
    for (String line : new String(bytes(folder.resolve(EXPECTED)), StandardCharsets.UTF_8)
        .split("\n")) {
      String[] sides = line.split(" \\| ", 2);
      expected.put(sides[0].strip(), sides[1].strip());
    }
    return expected;
  }

  private static Iterable<String> names(Path folder) {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).filter(name -> !name.equals(EXPECTED)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
