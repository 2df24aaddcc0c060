package io.gossamer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.jobs.config.SampleSettings.Scaling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigReaderTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("ROWS", "s3a://bucket/rows", "EPOCHS", "7");

  @TempDir Path folder;

  @Test
  void givesTheDefaultsWithoutFileAndFlags() {
    SampleSettings settings = ConfigReader.read(SampleSettings.class, null, List.of());

    assertThat(settings)
        .isEqualTo(
            new SampleSettings(
                "",
                new SampleSettings.Data("", List.of(), "label", Scaling.STANDARD, new SampleSettings.Split(0.1, 0.2)),
                new SampleSettings.Training(
                    30, 1, 0.1, true, List.of(300, 100), List.of(), Map.of("fc3", 0.0))));
  }

  @Test
  void readsEveryKindOfSetting() throws IOException {
    SampleSettings settings =
        read(
            """
            name: first try   # a comment
            data:
              label: no
              scaling: min-max
              split: {validation: 0, test: .25}
            training:
              epochs: 1e2
              seed: -9223372036854775808
              learningRate: 1e-3
              nesterov: false
              hidden:
                - 10
                - 20
              milestones: [1, 2.5]
              layers: {fc1: 0.9, "fc 2": 1}
            """);

    assertThat(settings)
        .isEqualTo(
            new SampleSettings(
                "first try",
                new SampleSettings.Data("", List.of(), "no", Scaling.MIN_MAX, new SampleSettings.Split(0, 0.25)),
                new SampleSettings.Training(
                    100, Long.MIN_VALUE, 0.001, false, List.of(10, 20), List.of(1.0, 2.5),
                    Map.of("fc1", 0.9, "fc 2", 1.0))));
  }

  @Test
  void takesAnEmptyFileAndEmptySectionsForDefaults() throws IOException {
    SampleSettings defaults = ConfigReader.read(SampleSettings.class, null, List.of());

    assertThat(read("")).isEqualTo(defaults);
    assertThat(read("# nothing yet\n")).isEqualTo(defaults);
    assertThat(read("training:\ndata:\n  split:\n")).isEqualTo(defaults);
  }

  @Test
  void takesAByteOrderMarkAndAnchors() throws IOException {
    SampleSettings settings = read("\uFEFFtraining:\n  hidden: &widths [4, 2]\n  milestones: *widths\n");

    assertThat(settings.training().hidden()).containsExactly(4, 2);
    assertThat(settings.training().milestones()).containsExactly(4.0, 2.0);
  }

  @Test
  void letsFlagsWinOverTheFileAndLaterFlagsOverEarlierOnes() throws IOException {
    SampleSettings settings =
        read("training: {epochs: 3, seed: 5}", "training.epochs=4", "training.epochs=5", "data.split.test=0.5");

    assertThat(settings.training().epochs()).isEqualTo(5);
    assertThat(settings.training().seed()).isEqualTo(5);
    assertThat(settings.data().split().test()).isEqualTo(0.5);
  }

  @Test
  void readsListsMapsAndQuotedTextFromFlags() throws IOException {
    SampleSettings settings =
        read("", "training.hidden=[8, 4]", "training.layers={fc1: 0.5}", "training.layers.fc2=0.25", "name=\" a \"");

    assertThat(settings.training().hidden()).containsExactly(8, 4);
    assertThat(settings.training().layers()).isEqualTo(Map.of("fc1", 0.5, "fc2", 0.25));
    assertThat(settings.name()).isEqualTo(" a ");
  }

  @Test
  void takesPlainTextInFlagsAsItStands() throws IOException {
    for (String text : List.of("|", "a: b # c", "x=y", "*", "hdfs://host:8020/a", "5", "yes")) {
      assertThat(read("", "name=" + text).name()).isEqualTo(text);
    }
  }

  @Test
  void leavesTextUnsetOnRequest() throws IOException {
    assertThat(read("data: {label: }").data().label()).isEmpty();
    assertThat(read("data: {label: ~}").data().label()).isEmpty();
    assertThat(read("", "data.label=").data().label()).isEmpty();
    assertThat(read("data: {label: 'null'}").data().label()).isEqualTo("null");
  }

  @Test
  void takesEnumsInAnyCase() throws IOException {
    assertThat(read("data: {scaling: MIN_MAX}").data().scaling()).isEqualTo(Scaling.MIN_MAX);
  }

  @Test
  void takesRelativePathsOfAFileFromItsFolder() throws IOException {
    SampleSettings.Data data =
        read("data: {train: ../rows.csv, extra: [a.csv, /b.csv, 'hdfs:///c.csv', s3a://d/e]}").data();

    assertThat(data.train()).isEqualTo(folder.resolveSibling("rows.csv").toString());
    assertThat(data.extra())
        .containsExactly(folder.resolve("a.csv").toString(), "/b.csv", "hdfs:///c.csv", "s3a://d/e");
    assertThat(data.label()).isEqualTo("label");
  }

  @Test
  void takesRelativePathsOfFlagsFromTheWorkingDirectory() throws IOException {
    SampleSettings.Data data = read("", "data.train=rows/x.csv").data();

    assertThat(data.train()).isEqualTo(Path.of("rows/x.csv").toAbsolutePath().toString());
  }

  @Test
  void putsEnvironmentVariablesIntoTextNumbersAndPaths() throws IOException {
    SampleSettings settings =
        read(
            """
            name: "${NAME:-run}-${EPOCHS} costs $5, literally $${EPOCHS}${EMPTY:-}"
            data: {train: "${ROWS}", extra: ["${DIR:-x}/y"]}
            training: {epochs: "${EPOCHS}"}
            """);

    assertThat(settings.name()).isEqualTo("run-7 costs $5, literally ${EPOCHS}");
    assertThat(settings.data().train()).isEqualTo("s3a://bucket/rows");
    assertThat(settings.data().extra()).containsExactly(folder.resolve("x/y").toString());
    assertThat(settings.training().epochs()).isEqualTo(7);
  }

  private SampleSettings read(String yaml, String... sets) throws IOException {
    Path file = Files.writeString(folder.resolve("train.yaml"), yaml);
    return ConfigReader.read(SampleSettings.class, file, List.of(sets), ENVIRONMENT);
  }
}
