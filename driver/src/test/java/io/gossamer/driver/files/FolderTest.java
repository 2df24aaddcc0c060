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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "../x", "/etc/passwd", "a/b", "..\\x"})
  void noNameLeadsOutOfTheFolder(String name) {
    Folder folder = folder();
    folder.create();

    assertThatThrownBy(() -> folder.child(name)).isInstanceOf(InvalidInput.class).hasMessageContaining("elsewhere");
    assertThatThrownBy(() -> folder.write(name, "mine")).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> folder.writeInPlace(name, out -> out.write(1))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> folder.read(name, 10)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> folder.open(name)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> folder.deleteFile(name)).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> folder.rename(name)).isInstanceOf(InvalidInput.class);
    assertThat(folder.names()).isEmpty();
    assertThat(directory).isDirectoryContaining(file -> file.endsWith("a run"));
  }

  /** HDFS does not rename onto a file; a crash between any two steps must leave the old file or the new one. */
  @Test
  void noCrashWhileReplacingLosesTheFile() {
    for (int renames = 0; renames <= 2; renames++) {
      FaultyFileSystem.behave();
      Folder folder = Folder.at("faulty://" + directory.resolve("r" + renames), FaultyFileSystem.configuration());
      folder.create();
      folder.write("CURRENT", "old");
      FaultyFileSystem.dieAfterRenames(renames);
      try {
        folder.write("CURRENT", "new");
        assertThat(renames).isEqualTo(2);
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("the process is dead");
      }
      FaultyFileSystem.behave();

      assertThat(folder.names()).containsExactly("CURRENT");
      assertThat(folder.hasFile("CURRENT")).isTrue();
      assertThat(folder.read("CURRENT", 10)).asString(StandardCharsets.UTF_8).isEqualTo(renames == 2 ? "new" : "old");
      folder.write("CURRENT", "newer");
      assertThat(folder.read("CURRENT", 10)).asString(StandardCharsets.UTF_8).isEqualTo("newer");
    }
  }

  @Test
  void aRefusedRenameIsAnErrorThatLeavesTheOldFile() {
    FaultyFileSystem.behave();
    Folder folder = Folder.at("faulty://" + directory, FaultyFileSystem.configuration());
    folder.write("CURRENT", "old");
    FaultyFileSystem.refuseRenames();

    assertThatThrownBy(() -> folder.write("CURRENT", "new"))
        .isInstanceOf(UncheckedIOException.class).hasMessageContaining("was refused");
    assertThat(folder.read("CURRENT", 10)).asString(StandardCharsets.UTF_8).isEqualTo("old");
    FaultyFileSystem.behave();
  }

  @Test
  void aGrowingFileCanGoOnFromABeginning() throws IOException {
    for (String location : new String[] {directory.toString(), "faulty://" + directory}) {
      FaultyFileSystem.behave();
      Folder folder = Folder.at(location, FaultyFileSystem.configuration());
      folder.write("rounds.jsonl", "1\n2\n3\n");
      try (OutputStream out = folder.stream("rounds.jsonl", "1\n2\n".getBytes(StandardCharsets.UTF_8))) {
        out.write("3b\n".getBytes(StandardCharsets.UTF_8));
      }

      assertThat(folder.read("rounds.jsonl", 100)).asString(StandardCharsets.UTF_8).isEqualTo("1\n2\n3b\n");
    }
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
