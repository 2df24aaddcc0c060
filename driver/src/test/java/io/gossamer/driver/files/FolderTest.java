package io.gossamer.driver.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.ops.InvalidInput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderTest {
  @TempDir private Path directory;

  private Folder folder() {
    return Folder.at(directory.resolve("a run").toString(), new Configuration());
  }

  @Test
  void aFileAppearsWholeAndLeavesNothingBesideIt() throws IOException {
    Folder folder = folder();
    folder.create();
    folder.write("plan.yaml", "one: 1");
    folder.write("plan.yaml", "two: 2");

    assertThat(folder.names()).containsExactly("plan.yaml");
    assertThat(Files.readString(directory.resolve("a run/plan.yaml"))).isEqualTo("two: 2");
    assertThat(folder.read("plan.yaml", 100)).asString(StandardCharsets.UTF_8).isEqualTo("two: 2");
  }

  @Test
  void aFolderMovesInOneStep() {
    Folder staged = folder().child(".model.part");
    staged.create();
    staged.write("model.json", "{}");

    Folder moved = staged.rename("model");

    assertThat(moved.hasFile("model.json")).isTrue();
    assertThat(staged.exists()).isFalse();
    assertThat(folder().names()).containsExactly("model");
  }

  @Test
  void aStreamCanBeReadWhileItGrows() throws IOException {
    Folder folder = folder();
    folder.create();
    try (OutputStream out = folder.stream("rounds.jsonl")) {
      out.write("{}\n".getBytes(StandardCharsets.UTF_8));
      out.flush();

      assertThat(Files.readString(directory.resolve("a run/rounds.jsonl"))).isEqualTo("{}\n");
    }
  }

  @Test
  void saysWhichFolderCannotBeReadAndWhy() {
    assertThatThrownBy(() -> folder().read("gone.json", 10))
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining("cannot read gone.json in " + folder());
    assertThatThrownBy(() -> Folder.at("nosuchscheme://host/x", new Configuration()))
        .isInstanceOf(InvalidInput.class).hasMessageContaining("nosuchscheme");
    assertThat(folder().names()).isEmpty();
  }

  @Test
  void refusesToReadMoreThanTheLimit() {
    Folder folder = folder();
    folder.create();
    folder.write("big", new byte[11]);

    assertThatThrownBy(() -> folder.read("big", 10)).hasMessageContaining("more than the allowed 10");
  }
}
