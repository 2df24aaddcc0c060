package io.gossamer.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input ends with exit code 2, one sentence that names the thing and the mend, and nothing left behind. */
class BadInputIT {
  private static final String DATA = """
      a,b,label
      1,2,0
      2,1,1
      3,5,0
      4,1,1
      """;

  @TempDir private Path directory;

  private void refuses(String data, List<String> flags, String... named) throws IOException {
    Files.writeString(directory.resolve("rows.csv"), data);
    Path output = directory.resolve("out");
    List<String> arguments = new ArrayList<>(List.of(
        "train", "--master", "local[1]", "--output", output.toString(), "--set", "data.format=csv", "--set",
        "data.train=rows.csv", "--set", "data.header=true", "--set", "data.label=label", "--set", "data.shards=2",
        "--set", "training.epochs=1", "--set", "model.hidden=[4]"));
    flags.forEach(flag -> arguments.addAll(List.of("--set", flag)));

    CommandLineRun run = CommandLineRun.in(directory, CommandLineRun.SHORT, arguments.toArray(String[]::new));

    List<String> sentences = run.err().lines().filter(line -> line.startsWith("gossamer: ")).toList();
    assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
    assertThat(sentences).as(run.err()).hasSize(1);
    assertThat(sentences.get(0)).contains(named);
    assertThat(run.err()).doesNotContain("Exception").doesNotContain("\tat ");
    assertThat(output).doesNotExist();
  }

  @Test
  void unknownKey() throws IOException {
    refuses(DATA, List.of("sparsity.sparisty=0.5"), "sparsity.sparisty", "did you mean", "sparsity.sparsity");
  }

  @Test
  void missingFile() throws IOException {
    refuses(DATA, List.of("data.train=gone.csv"), "gone.csv", "data.train");
  }

  @Test
  void missingColumn() throws IOException {
    refuses(DATA, List.of("data.label=labl"), "labl", "label");
  }

  @Test
  void nanFeature() throws IOException {
    refuses(DATA + "5,NaN,1\n", List.of(), "\"b\"", "NaN", "1 of 5");
  }

  @Test
  void labelOutsideTheClasses() throws IOException {
    refuses(DATA + "5,1,7\n", List.of("data.classes=[0, 1]"), "7", "data.classes");
  }

  @Test
  void sparsityOfOne() throws IOException {
    refuses(DATA, List.of("sparsity.sparsity=1.0"), "sparsity.sparsity is 1.0", "below 1");
  }

  @Test
  void sparsityBelowZero() throws IOException {
    refuses(DATA, List.of("sparsity.sparsity=-0.1"), "sparsity.sparsity is -0.1");
  }

  @Test
  void zeroRowsAfterTheSplit() throws IOException {
    refuses("a,b,label\n", List.of("data.classes=[0, 1]"), "no training rows");
  }

  @Test
  void outputDirectoryThatIsNotEmpty() throws IOException {
    Files.writeString(directory.resolve("rows.csv"), DATA);
    Path output = Files.createDirectory(directory.resolve("out"));
    Files.writeString(output.resolve("mine.txt"), "precious");

    CommandLineRun run = CommandLineRun.in(directory, CommandLineRun.SHORT, "train", "--output", output.toString(),
        "--set", "data.format=csv", "--set", "data.train=rows.csv", "--set", "data.label=label");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("out", "not empty", "--output").doesNotContain("Exception");
    assertThat(output.resolve("mine.txt")).hasContent("precious");
  }

  @Test
  void unknownFlagAndUnknownCommand() {
    CommandLineRun flag = CommandLineRun.in(directory, "train", "--confg", "x.yaml");
    CommandLineRun command = CommandLineRun.in(directory, "trian");

    assertThat(flag.exitCode()).isEqualTo(2);
    assertThat(flag.err()).contains("--confg");
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.err()).contains("trian");
  }
}
