package io.gossamer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.sweep.SweepCell;
import io.gossamer.ops.testing.hostile.TextDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged sweeps: refused in sentences, or cells that differ and whose names are names of folders. */
class SweepFileFuzz {
  private static final String SWEEP = """
      data: {train: rows.csv, format: csv, label: y}
      sweep:
        title: "a grid"
        over:
          sparsity.sparsity: [0.9, 0.95]
        variants:
          slow: {training.learningRate: 0.01, training.epochs: 60}
          fast: {training.learningRate: .1}
      """;

  /** A grid of a few lines may rightly ask for thousands of cells. */
  private static final long MOST_BYTES = 4L << 30;

  private static Path folder;

  @BeforeContainer
  static void begin() throws IOException {
    folder = Files.createTempDirectory("sweep-fuzz");
  }

  @AfterContainer
  static void end() throws IOException {
    Files.deleteIfExists(folder.resolve("sweep.yaml"));
    Files.delete(folder);
  }

  @Property
  void damagedWords(@ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    Path file = write(TextDamage.all(damage, SWEEP));
    Verdict.within(MOST_BYTES, () -> SweepFile.cells(SweepFile.read(file, List.of()), file, List.of())).accepted()
        .ifPresent(cells -> {
          assertThat(cells).isNotEmpty().extracting(SweepCell::settings).allMatch(settings -> settings != null);
          assertThat(cells).extracting(SweepCell::id).allMatch(id -> id.matches("[A-Za-z0-9._=-]+-[0-9a-f]{10}"));
        });
  }

  private static Path write(String text) {
    try {
      return Files.write(folder.resolve("sweep.yaml"), text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
