package io.gossamer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.plan.Settings;
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
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Damaged settings: refused in sentences, or settings that are written as what they were read. */
class ConfigFuzz {
  private static final Map<String, String> ENVIRONMENT = Map.of("HOME", "/home/me", "X", "${Y} \u0007");
  private static Path folder;

  @BeforeContainer
  static void begin() throws IOException {
    folder = Files.createTempDirectory("config-fuzz");
  }

  @AfterContainer
  static void end() throws IOException {
    Files.deleteIfExists(folder.resolve("config.yaml"));
    Files.delete(folder);
  }

  @Provide
  Arbitrary<String> files() {
    return Arbitraries.of(
        """
        data:
          train: &rows rows.csv   # the rows
          format: csv
          label: "clicked"
          shards: 8
        features:
          exclude: [id, 'when', "a \\"b\\""]
          categorical:
            - country
            - browser
        model:
          hidden: [128, 64]
        """,
        """
        model: {layers: ["conv1 = conv2d out=4 kernel=3", "relu", "head = linear out=10"], image: 1x28x28}
        sparsity:
          sparsity: 0.95
          method: gradual
        training: {epochs: 1e1, learningRate: .05, seed: -7}
        rounds: {localSteps: 4}
        output:
          directory: ${HOME}/runs
        """);
  }

  @Provide
  Arbitrary<String> flags() {
    return Arbitraries.of(
        "model.hidden=[4, 8]", "training.epochs=3", "data.train=a/b.csv", "data.classes=['no', \"yes\"]",
        "sparsity.layers={fc1: 0.5}", "output.directory=${HOME:-x}/r", "features.scaling=min-max");
  }

  @Property
  void damagedWords(@ForAll("files") String file, @ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    refusedOrWrittenAgain(TextDamage.all(damage, file).getBytes(StandardCharsets.UTF_8), List.of());
  }

  @Property
  void damagedBytes(@ForAll("files") String file, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    refusedOrWrittenAgain(ByteDamage.all(damage, file.getBytes(StandardCharsets.UTF_8)), List.of());
  }

  @Property
  void damagedFlags(
      @ForAll("files") String file, @ForAll("flags") String flag,
      @ForAll(supplier = TextDamage.Some.class) List<TextDamage> damage) {
    refusedOrWrittenAgain(file.getBytes(StandardCharsets.UTF_8), List.of(TextDamage.all(damage, flag), flag));
  }

  private static void refusedOrWrittenAgain(byte[] file, List<String> flags) {
    Path path = write(file);
    int size = file.length + String.join("", flags).length();
    Verdict.of(size, () -> ConfigReader.read(Settings.class, path, flags, ENVIRONMENT)).accepted()
        .ifPresent(settings -> {
          Path again = write(ConfigWriter.write(settings).getBytes(StandardCharsets.UTF_8));
          assertThat(ConfigReader.read(Settings.class, again, List.of(), ENVIRONMENT)).isEqualTo(settings);
        });
  }

  private static Path write(byte[] bytes) {
    try {
      return Files.write(folder.resolve("config.yaml"), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
