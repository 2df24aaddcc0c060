package io.gossamer.jobs.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.gossamer.ops.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderRefusalTest {
  @TempDir Path folder;

  /** Plans, logs and reports show paths; the message itself must not show the password either. */
  @ParameterizedTest
  @CsvSource({"s3a://key:hush@bucket/rows", "hdfs://me:hush@name:8020/rows", "jdbc+x://:hush@h"})
  void aPasswordInAnAddressIsRefusedUnseen(String address) throws IOException {
    assertThat(problemsOf("data: {train: '" + address + "'}")).singleElement().asString()
        .startsWith("data.train carries a password").doesNotContain("hush").doesNotContain("sh@");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      training: {epohcs: 3}   | unknown setting "training.epohcs" (line 1); did you mean "training.epochs"?
      trainning: {epochs: 3}  | unknown setting "trainning" (line 1); did you mean "training"?
      epochs: 3               | unknown setting "epochs" (line 1); did you mean "training.epochs"?
      data: {seed: 3}         | unknown setting "data.seed" (line 1); did you mean "training.seed"?
      data: {zzz: 3}          | unknown setting "data.zzz" (line 1); data has train, extra, label, scaling, split
      training: {zzz: 3}      | unknown setting "training.zzz" (line 1); training has epochs, seed, learningRate, \
      nesterov, hidden and 2 more
      zzz: 3                  | unknown setting "zzz" (line 1); the sections are name, data, training
      data: {split: {tset: 0}} | unknown setting "data.split.tset" (line 1); did you mean "data.split.test"?
      training: 5             | training is "5" (line 1); it must be a section with the keys epochs, seed, \
      learningRate, nesterov, hidden and 2 more
      data: [split]           | data is a list (line 1); it must be a section with the keys train, extra, label, \
      scaling, split
      """)
  void namesTheKeyAndTheMend(String yaml, String problem) throws IOException {
    assertThat(problemsOf(yaml)).containsExactly(problem);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      epochs: many            | training.epochs is "many" (line 1); it must be a whole number
      epochs: 1.5             | training.epochs is "1.5" (line 1); it must be a whole number
      epochs: 0x10            | training.epochs is "0x10" (line 1); it must be a whole number
      epochs: 3000000000      | training.epochs is "3000000000" (line 1); it must be a whole number of 32 bits, at \
      most 2,147,483,647
      epochs: 1e999           | training.epochs is "1e999" (line 1); it must be a whole number
      epochs:                 | training.epochs has no value (line 1); it must be a whole number
      epochs: [3]             | training.epochs is a list (line 1); it must be a whole number
      epochs: {a: 3}          | training.epochs is a section of keys (line 1); it must be a whole number
      seed: 9223372036854775808 | training.seed is "9223372036854775808" (line 1); it must be a whole number of 64 bits
      learningRate: fast      | training.learningRate is "fast" (line 1); it must be a number
      learningRate: .nan      | training.learningRate is ".nan" (line 1); it must be a number
      learningRate: 1e400     | training.learningRate is "1e400" (line 1); it must be a number
      learningRate: 1d        | training.learningRate is "1d" (line 1); it must be a number
      nesterov: yes           | training.nesterov is "yes" (line 1); it must be true or false
      hidden: 300             | training.hidden is "300" (line 1); it must be a list, for example [a, b]
      hidden: [300, wide]     | training.hidden[1] is "wide" (line 1); it must be a whole number
      hidden: [300, null]     | training.hidden[1] has no value (line 1); it must be a whole number
      layers: [0.5]           | training.layers is a list (line 1); it must be a map, for example {a: 1, b: 2}
      layers: {fc1: much}     | training.layers.fc1 is "much" (line 1); it must be a number
      epochs: 0               | training.epochs is 0; it must be at least 1
      """)
  void saysWhatAValueMustBe(String setting, String problem) throws IOException {
    assertThat(problemsOf("training: {" + setting + "}")).containsExactly(problem);
  }

  @Test
  void listsTheAllowedWordsOfAnEnum() throws IOException {
    assertThat(problemsOf("data:\n  scaling: minmax\n"))
        .containsExactly(
            "data.scaling is \"minmax\" (line 2); it must be one of none, standard, min-max; did you mean"
                + " \"min-max\"?");
    assertThat(problemsOf("data:\n  scaling: logarithmic\n"))
        .containsExactly("data.scaling is \"logarithmic\" (line 2); it must be one of none, standard, min-max");
  }

  @Test
  void collectsEveryProblemOfFileFlagsAndRecords() throws IOException {
    List<String> problems =
        problemsOf("data:\n  lable: y\n  split: {test: 1.5}\ntraining:\n  epochs: many\n", "training.seed=x", "oops");

    assertThat(problems)
        .containsExactly(
            "--set \"oops\" is not of the form section.key=value",
            "unknown setting \"data.lable\" (line 2); did you mean \"data.label\"?",
            "data.split leaves no rows to train on: validation is 0.1, test is 1.5; their sum must be below 1",
            "training.epochs is \"many\" (line 5); it must be a whole number",
            "training.seed is \"x\" (--set); it must be a whole number");
  }

  @Test
  void asksForARequiredSetting() {
    InvalidInput refused =
        catchThrowableOfType(
            InvalidInput.class, () -> ConfigReader.read(SampleSettings.Required.class, null, List.of()));

    assertThat(refused).hasMessage("classes is missing; it must be a whole number: Number of classes.");
  }

  @Test
  void namesTheUnsetEnvironmentVariable() throws IOException {
    assertThat(problemsOf("name: ${NOT_THERE}"))
        .containsExactly(
            "name is \"${NOT_THERE}\", but the environment variable NOT_THERE is not set; set it or write"
                + " ${NOT_THERE:-default}");
    assertThat(problemsOf("name: ${not closed"))
        .containsExactly(
            "name is \"${not closed\", but a reference is ${NAME} or ${NAME:-default}; for a literal ${ write $${");
  }

  @Test
  void refusesFlagsThatReachIntoAValue() throws IOException {
    assertThat(problemsOf("training: {epochs: 3}", "training.epochs.more=1"))
        .containsExactly(
            "--set training.epochs.more reaches into training.epochs, but training.epochs is \"3\" (line 1)");
    assertThat(problemsOf("", "=3")).containsExactly("--set \"=3\" is not of the form section.key=value");
    assertThat(problemsOf("", "a..b=3"))
        .containsExactly("unknown setting \"a\" (--set); the sections are name, data, training");
    assertThat(problemsOf("", "a.".repeat(50_000) + "b=3"))
        .containsExactly("--set names a key of 50,001 parts; no setting has that many");
    assertThat(problemsOf("", "training.hidden=[1, 2"))
        .singleElement().asString().startsWith("the value of training.hidden is not valid YAML (--set): ");
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      'training: {epochs: 3, epochs: 4}' | says "epochs" twice in one section (line 1), first (line 1); keep one
      '- a'                    | holds a list; it must hold sections of settings
      'text'                   | holds "text"; it must hold sections of settings
      {a: [b: }                | is not valid YAML (line 1): expected the node content, but found
      'a: !!java.net.URL [x]'  | has the YAML tag "tag:yaml.org,2002:java.net.URL" (line 1); remove it
      'a: !!str x'             | has the YAML tag "tag:yaml.org,2002:str" (line 1); remove it
      'a: &a [*a]'             | uses *a (line 1) before &a is complete
      '[a]: b'                 | has a key that is not plain text (line 1)
      """)
  void refusesYamlThatCannotBeSettings(String yaml, String problem) throws IOException {
    assertThat(problemsOf(yaml)).first().asString().startsWith("config file \"").contains(problem);
  }

  @Test
  void refusesSeveralDocumentsTabsAndControlCharacters() throws IOException {
    assertThat(problemsOf("name: a\n---\nname: b\n")).first().asString().contains("more than one YAML document");
    assertThat(problemsOf("training:\n\tepochs: 3\n")).first().asString().contains("is not valid YAML (line 2)");
    assertThat(problemsOf("name: a\u0000b")).first().asString().contains("is not valid YAML");
  }

  @Test
  void survivesDeepNestingAndMultiplyingAliases() throws IOException {
    String bomb =
        "a0: &a0 [x, x]\n"
            + IntStream.range(1, 40)
                .mapToObj(i -> "a" + i + ": &a" + i + " [*a" + (i - 1) + ", *a" + (i - 1) + "]\n")
                .collect(Collectors.joining());

    assertThat(problemsOf("[".repeat(500_000))).first().asString().contains("is nested more than 20 deep (line 1)");
    assertThat(problemsOf("a: ".repeat(10_000))).first().asString().contains("is not valid YAML (line 1)");
    assertThat(problemsOf(bomb)).hasSize(40).allMatch(problem -> problem.startsWith("unknown setting \"a"));
    assertThat(problemsOf("a: &a 1\nb: [" + "*a, ".repeat(101) + "]"))
        .first().asString().contains("uses more than 100 aliases");
  }

  @Test
  void refusesFilesThatAreMissingFoldersHugeOrNotText() throws IOException {
    Path huge = Files.writeString(folder.resolve("huge.yaml"), "#".repeat((1 << 20) + 1));
    Path latin = Files.write(folder.resolve("latin.yaml"), new byte[] {'n', ':', ' ', (byte) 0xe4});

    assertThat(refusal(folder.resolve("none.yaml"))).endsWith("none.yaml\" does not exist; check --config");
    assertThat(refusal(folder)).endsWith("is a folder; name the YAML file in it");
    assertThat(refusal(huge)).contains("has more than 1,048,576 bytes");
    assertThat(refusal(latin)).endsWith("is not UTF-8 text; save it as UTF-8");
  }

  @Test
  void cutsLongValuesShort() throws IOException {
    assertThat(problemsOf("training: {epochs: " + "9".repeat(5_000) + "}"))
        .containsExactly("training.epochs is \"" + "9".repeat(60) + "...\" (line 1); it must be a whole number");
  }

  @Test
  void refusesPathsThatCannotBe() throws IOException {
    assertThat(problemsOf("data: {train: \"a\\0b\"}"))
        .containsExactly("data.train cannot be a path (line 1): Nul character not allowed");
  }

  private List<String> problemsOf(String yaml, String... sets) throws IOException {
    Path file = Files.writeString(folder.resolve("train.yaml"), yaml);
    InvalidInput refused =
        catchThrowableOfType(
            InvalidInput.class, () -> ConfigReader.read(SampleSettings.class, file, List.of(sets), Map.of()));
    return refused.getMessage().lines().toList();
  }

  private static String refusal(Path file) {
    return catchThrowableOfType(
        InvalidInput.class, () -> ConfigReader.read(SampleSettings.class, file, List.of())).getMessage();
  }
}
