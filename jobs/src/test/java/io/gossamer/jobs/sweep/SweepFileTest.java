package io.gossamer.jobs.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.sweep.SweepCell;
import io.gossamer.ops.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepFileTest {
  @TempDir private Path directory;

  private Path file(String sweep) throws IOException {
    return Files.writeString(directory.resolve("grid.yaml"), "training:\n  epochs: 7\n" + sweep);
  }

  private static List<SweepCell> cells(Path file, String... sets) {
    return SweepFile.cells(SweepFile.read(file, List.of(sets)), file, List.of(sets));
  }

  @Test
  void everyCombinationIsACellAndTheLastSettingMovesFastest() throws IOException {
    Path file = file("""
        sweep:
          over:
            sparsity.sparsity: [0.8, 0.9]
            model.hidden: ["[8, 4]", "[16]"]
          variants:
            slow: {training.learningRate: 0.01, training.batchSize: 8}
            fast: {training.learningRate: 0.2}
        """);

    List<SweepCell> cells = cells(file, "training.seed=5");

    assertThat(cells).hasSize(8);
    assertThat(cells.get(1).label()).isEqualTo("variant=slow sparsity=0.8 hidden=[16]");
    assertThat(cells.get(1).settings().training().batchSize()).isEqualTo(8);
    assertThat(cells.get(1).settings().model().hidden()).containsExactly(16);
    assertThat(cells.get(7).settings().training().learningRate()).isEqualTo(0.2);
    assertThat(cells).allSatisfy(cell -> {
      assertThat(cell.settings().training().epochs()).isEqualTo(7);
      assertThat(cell.settings().training().seed()).isEqualTo(5);
    });
    assertThat(cells.stream().map(SweepCell::id).distinct()).hasSize(8);
  }

  @Test
  void aCellKeepsItsFolderWhenTheGridGrows() throws IOException {
    SweepCell before = cells(file("sweep: {over: {training.seed: [1, 2]}}")).get(1);
    SweepCell after = cells(file("sweep: {over: {training.seed: [2, 3, 4]}}")).get(0);

    assertThat(after.id()).isEqualTo(before.id()).startsWith("seed=2-");
  }

  @Test
  void problemsOfAllCellsAreToldBeforeAnythingRuns() throws IOException {
    Path file = file("sweep: {over: {training.epochs: [-1, 3], sparsity.sparsityy: [0.5]}}");

    assertThatThrownBy(() -> cells(file))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("training.epochs is -1.0").hasMessageContaining("did you mean \"sparsity.sparsity\"?");
  }

  @Test
  void aGridThatSaysNothingOrContradictsItselfIsRefused() throws IOException {
    for (String sweep : List.of(
        "", "sweep: {over: {}}", "sweep: {over: {training.seed: []}}", "sweep: {over: {training.seed: [1, 1]}}",
        "sweep: {over: {training.seed: [1]}, variants: {a: {training.seed: 2}}}",
        "sweep: {ower: {training.seed: [1]}}")) {
      Path file = file(sweep);
      assertThatThrownBy(() -> cells(file)).as(sweep).isInstanceOf(InvalidInput.class).hasMessageContaining("sweep");
    }
  }

  @Test
  void aCommandThatRunsOneCellNamesTheCommandForGrids() throws IOException {
    Path file = file("sweep: {over: {training.seed: [1]}}");

    assertThatThrownBy(() -> SweepFile.single(file, List.of()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("run it with gossamer sweep");
    assertThat(SweepFile.single(file(""), List.of("training.seed=7")).training().seed()).isEqualTo(7);
  }
}
