package io.gossamer.it.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A dense teacher and a sparse student on the bundled digits. */
class DistillationIT {
  private static final String CONFIG = CommandLineRun.checkout().resolve("examples/digits.yaml").toString();

  @TempDir private Path directory;

  private CommandLineRun run(String output, String... sets) {
    List<String> arguments = new ArrayList<>(
        List.of("train", "--config", CONFIG, "--output", output, "--set", "training.epochs=20"));
    List.of(sets).forEach(set -> arguments.addAll(List.of("--set", set)));
    return CommandLineRun.in(directory, CommandLineRun.SHORT, arguments.toArray(String[]::new));
  }

  private JsonNode train(String output, String... sets) {
    CommandLineRun run = run(output, sets);
    assertThat(run.exitCode()).as(run.err()).isZero();
    return CommandLineRun.json(directory.resolve(output).resolve("summary.json"));
  }

  private void refuses(String named, String... sets) {
    CommandLineRun run = run("refused", sets);
    assertThat(run.exitCode()).as(run.err()).isNotZero();
    assertThat(run.err().lines().filter(line -> line.startsWith("gossamer: "))).hasSize(1);
    assertThat(run.err()).contains(named).doesNotContain("\tat ");
    assertThat(directory.resolve("refused")).doesNotExist();
  }

  @Test
  void aSparserStudentLearnsFromATeacher() {
    JsonNode teacher = train("teacher", "sparsity.sparsity=0.5");
    String learn = "loss.teacher=" + directory.resolve("teacher");
    String[] student = {"sparsity.sparsity=0.95", "loss.distillation=1.0", "loss.temperature=2.0",
      "loss.squareHead=0.5", learn};

    JsonNode taught = train("student", student);
    assertThat(taught.at("/teacher/sha256")).isEqualTo(teacher.at("/model/sha256"));
    assertThat(taught.at("/teacher/layers").size()).isEqualTo(2);
    // With share 1 no label reaches the student: what it knows it knows from the teacher.
    assertThat(taught.at("/metrics/test/accuracy").asDouble()).isGreaterThan(0.9);
    assertThat(taught.at("/nnz").asLong()).isEqualTo(851);
    assertThat(directory.resolve("student/model/model.json")).content().doesNotContain("\"distillation\":1");

    refuses("classes", learn, "loss.distillation=0.5", "data.classes=[0,1,2,3,4,5,6,7,8,9,10]");
  }
}
