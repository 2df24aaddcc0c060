package io.gossamer.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.files.Json;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.calibrate.Crossover;
import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.TextDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged timings: forgotten with a reason, or what was written; with a forged seal, times that can be times. */
class CalibrationFileFuzz {
  private static final MachineType MACHINE = new MachineType("cpu \"x\"", "17", "scalar", "0.1.0");
  private static final Map<String, Crossover> LAYERS = Map.of(
      "linear out=3 on 7, 64 columns", new Crossover(812.4, List.of(61.0, 200.5, 400.0, 800.0, 1e3, 2e3)),
      "conv2d out=2 kernel=3 on 1x5x5", new Crossover(1, List.of(0.1, 0.2, 0.3, 0.4, 0.5, 0.6)));

  private static Path folder;
  private static CalibrationFile file;
  private static byte[] whole;

  @BeforeContainer
  static void begin() throws IOException {
    folder = Files.createTempDirectory("calibration-fuzz");
    file = new CalibrationFile(folder, MACHINE);
    file.write(LAYERS);
    whole = Files.readAllBytes(file.path());
  }

  @AfterContainer
  static void end() throws IOException {
    Files.delete(file.path());
    Files.delete(folder);
  }

  @Property
  void damagedBytes(@ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    Map<String, Crossover> read = read(ByteDamage.all(damage, whole));
    assertThat(read.isEmpty() || read.equals(LAYERS)).isTrue();
  }

  @Property
  void damagedWords(@ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    byte[] damaged = TextDamage.all(damage, new String(whole, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
    Map<String, Crossover> read = read(damaged);
    assertThat(read.isEmpty() || read.equals(LAYERS)).isTrue();
    read(forged(damaged)).values().forEach(crossover -> {
      assertThat(crossover.dense()).isPositive().isFinite();
      assertThat(crossover.sparse()).hasSameSizeAs(Crossover.DENSITIES)
          .allMatch(time -> time > 0 && Double.isFinite(time));
      assertThat(crossover.density()).isBetween(0.0, 2.0);
    });
  }

  private static byte[] forged(byte[] damaged) {
    try {
      ObjectNode object = Json.parse(damaged, "forged");
      object.remove("seal");
      return Json.sealed(object).toString().getBytes(StandardCharsets.UTF_8);
    } catch (CorruptFile noObject) {
      return damaged;
    }
  }

  /** Never refuses: it must not keep anybody from training. */
  private static Map<String, Crossover> read(byte[] bytes) {
    try {
      Files.write(file.path(), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    CalibrationFile reader = new CalibrationFile(folder, MACHINE);
    Map<String, Crossover> read = Verdict.of(bytes.length, reader::read).accepted().orElseThrow();
    assertThat(reader.trouble().codePoints().noneMatch(Character::isISOControl)).as(reader.trouble()).isTrue();
    assertThat(reader.trouble()).hasSizeLessThan(1_000).doesNotContain("Exception");
    return read;
  }
}
