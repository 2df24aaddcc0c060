package io.gossamer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.jobs.config.SampleSettings.Scaling;
import io.gossamer.ops.random.Seed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigWriterTest {
  private static final String[] HARD_TEXTS = {
    "", " ", "a b", "no", "null", "~", "true", "12", "1e3", "0x1F", ".5", "-", "- a", "a: b", "a #b", "#a", "[a]",
    "{a}", "a,b", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "'", "\"", "\\", "a\nb", "\t", "\u0000", "\u0085",
    "\u2028", "\uFEFF", "\u00e4\u00f6", "\uD83D\uDE00", "${HOME}", "$${x", "$", "2026-11-23", "s3a://b/c", "a:",
    ":a", "a.b"
  };

  @TempDir Path folder;

  @Test
  void writesOneReadableLineASetting() {
    SampleSettings settings = ConfigReader.read(SampleSettings.class, null, List.of("training.learningRate=0.0001"));

    assertThat(ConfigWriter.write(settings))
        .isEqualTo(
            """
            name: ""
            data:
              train: ""
              extra: []
              label: label
              scaling: standard
              split:
                validation: 0.1
                test: 0.2
            training:
              epochs: 30
              seed: 1
              learningRate: 0.0001
              nesterov: true
              hidden: [300, 100]
              milestones: []
              layers: {fc3: 0.0}
            """);
  }

  @Test
  void putsMeaningsAboveOnRequest() {
    SampleSettings settings = ConfigReader.read(SampleSettings.class, null, List.of());

    assertThat(ConfigWriter.writeWithDocs(settings))
        .startsWith("# A name for people.\nname: \"\"\n\n# Where rows come from.\ndata:\n  # The file or folder")
        .contains("  # Passes over the rows.\n  epochs: 30\n");
  }

  @Test
  void readsBackWhatItWroteWhateverTheTextIs() throws IOException {
    for (String text : HARD_TEXTS) {
      SampleSettings settings = withText(text);

      assertThat(readBack(ConfigWriter.write(settings))).isEqualTo(settings);
      assertThat(readBack(ConfigWriter.writeWithDocs(settings))).isEqualTo(settings);
    }
  }

  @Test
  void readsBackEveryFiniteDoubleToTheSameBits() throws IOException {
    Seed.Stream stream = new Seed(11).stream();
    for (int draw = 0; draw < 300; draw++) {
      double number = Double.longBitsToDouble(stream.nextLong());
      double nearOne = stream.nextGaussian() * Math.pow(10, stream.nextInt(24) - 12);
      double rate = Double.isFinite(number) ? number : nearOne;
      SampleSettings settings = withNumbers(List.of(rate, nearOne, -0.0, 1e-6, 1e9, 100.0, Double.MIN_VALUE));

      assertThat(readBack(ConfigWriter.write(settings))).isEqualTo(settings);
    }
  }

  @Test
  void sortsMapKeysSoThatEqualSettingsGiveEqualText() {
    Map<String, Double> one = new LinkedHashMap<>();
    one.put("b", 1.0);
    one.put("a", 2.0);
    SampleSettings first = withLayers(one);
    SampleSettings second = withLayers(Map.of("a", 2.0, "b", 1.0));

    assertThat(ConfigWriter.write(first)).isEqualTo(ConfigWriter.write(second)).contains("layers: {a: 2.0, b: 1.0}");
  }

  private SampleSettings readBack(String yaml) throws IOException {
    Path file = Files.writeString(folder.resolve("plan.yaml"), yaml);
    return ConfigReader.read(SampleSettings.class, file, List.of(), Map.of());
  }

  private static SampleSettings withText(String text) {
    return new SampleSettings(
        text,
        new SampleSettings.Data("/a b/c", List.of("/x,y"), text, Scaling.MIN_MAX, new SampleSettings.Split(0, 0)),
        training(List.of(), Map.of("k" + text, 1.0)));
  }

  private static SampleSettings withNumbers(List<Double> numbers) {
    return new SampleSettings(
        "n",
        new SampleSettings.Data("", List.of(), "", Scaling.NONE, new SampleSettings.Split(0, 0)),
        training(numbers, Map.of()));
  }

  private static SampleSettings withLayers(Map<String, Double> layers) {
    return new SampleSettings(
        "n",
        new SampleSettings.Data("", List.of(), "", Scaling.NONE, new SampleSettings.Split(0, 0)),
        training(List.of(), layers));
  }

  private static SampleSettings.Training training(List<Double> milestones, Map<String, Double> layers) {
    return new SampleSettings.Training(1, 2, 0.5, true, List.of(), milestones, layers);
  }
}
