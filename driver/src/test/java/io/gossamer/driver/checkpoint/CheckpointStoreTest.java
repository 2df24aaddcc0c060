package io.gossamer.driver.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.files.FaultyFileSystem;
import io.gossamer.driver.files.Folder;
import io.gossamer.ops.CorruptFile;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.random.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointStoreTest {
  private static final Map<String, String> SETTINGS =
      Map.of("training.learningRate", "0.1", "sparsity.sparsity", "0.9", "data.shards", "4");

  @TempDir private Path directory;

  @BeforeEach
  void behave() {
    FaultyFileSystem.behave();
  }

  private static Fingerprint fingerprint(String... changes) {
    Map<String, String> settings = new TreeMap<>(SETTINGS);
    for (int n = 0; n < changes.length; n += 2) {
      settings.put(changes[n], changes[n + 1]);
    }
    return new Fingerprint("0.1.0", "fp", new TreeMap<>(settings));
  }

  private CheckpointStore store(int keep) {
    return new CheckpointStore(Folder.at(directory.toString(), new Configuration(false)), fingerprint(), keep);
  }

  private CheckpointStore faulty(int keep) {
    return new CheckpointStore(
        Folder.at("faulty://" + directory, FaultyFileSystem.configuration()), fingerprint(), keep);
  }

  private static Snapshot snapshot(int round) {
    Seed.Stream draws = new Seed(round).stream();
    float[] values = new float[1_000];
    for (int n = 0; n < values.length; n++) {
      values[n] = (float) draws.nextGaussian();
    }
    return new Snapshot(round).put("particle.0.values", values).put("mask.columns", new int[] {round, 2})
        .put("sums", new double[] {Math.PI, round}).put("counts", new long[] {Long.MIN_VALUE})
        .put("step", 7_000_000_000L).put("rate", 1.0 / 3).put("phase", "prune");
  }

  private static void assertSame(Snapshot found, int round) {
    Snapshot expected = snapshot(round);
    assertThat(found.round()).isEqualTo(round);
    assertThat(found.floats("particle.0.values")).isEqualTo(expected.floats("particle.0.values"));
    assertThat(found.ints("mask.columns")).containsExactly(round, 2);
    assertThat(found.doubles("sums")).containsExactly(Math.PI, round);
    assertThat(found.longs("counts")).containsExactly(Long.MIN_VALUE);
    assertThat(found.number("step")).isEqualTo(7_000_000_000L);
    assertThat(found.real("rate")).isEqualTo(1.0 / 3);
    assertThat(found.text("phase")).isEqualTo("prune");
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path file(int round, String name) {
    return directory.resolve(String.format("round-%06d", round)).resolve(name);
  }

  @Test
  void theNewestComesBackToTheBit() {
    CheckpointStore store = store(3);
    store.write(snapshot(9));
    store.write(snapshot(10));
    store.write(snapshot(2));

    assertSame(store.newest().orElseThrow(), 10);
    assertThat(store(3).newest().orElseThrow().has("gone")).isFalse();
  }

  @Test
  void aFolderWithoutCheckpointsHasNone() {
    assertThat(store(1).newest()).isEmpty();
    assertThat(CheckpointStore.isUsed(Folder.at(directory.toString(), new Configuration(false)))).isFalse();
  }

  @Test
  void retentionKeepsTheNewestOnes() throws IOException {
    CheckpointStore store = store(2);
    for (int round = 1; round <= 5; round++) {
      store.write(snapshot(round));
    }

    assertThat(names()).containsExactly("round-000004", "round-000005");
  }

  @Test
  void retentionNeverCountsWhatWasNotCommitted() throws IOException {
    CheckpointStore store = store(2);
    store.write(snapshot(1));
    Files.createDirectory(directory.resolve("round-000002"));
    store.write(snapshot(3));

    assertThat(names()).containsExactly("round-000001", "round-000003");
  }

  /** Cuts each file at every length, among them none at all, as a crash while writing would. */
  @ParameterizedTest
  @ValueSource(strings = {"state.safetensors", "state.json", "COMMIT"})
  void aCutFileIsNeverTakenForTheWhole(String name) throws IOException {
    CheckpointStore store = store(2);
    store.write(snapshot(1));
    store.write(snapshot(2));
    byte[] whole = Files.readAllBytes(file(2, name));
    int stride = Math.max(1, whole.length / 50);

    for (int length = 0; length < whole.length; length += stride) {
      Files.write(file(2, name), Arrays.copyOf(whole, length));
      assertSame(store.newest().orElseThrow(), 1);
    }
    Files.delete(file(2, name));
    assertSame(store.newest().orElseThrow(), 1);
    Files.write(file(2, name), whole);
    assertSame(store.newest().orElseThrow(), 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"state.safetensors", "state.json", "COMMIT"})
  void anyFlippedBitIsSeen(String name) throws IOException {
    CheckpointStore store = store(2);
    store.write(snapshot(1));
    store.write(snapshot(2));
    byte[] whole = Files.readAllBytes(file(2, name));
    Seed.Stream draws = new Seed(1).child(name).stream();

    for (int n = 0; n < 50; n++) {
      byte[] flipped = whole.clone();
      flipped[draws.nextInt(whole.length)] ^= (byte) (1 << draws.nextInt(8));
      Files.write(file(2, name), flipped);
      assertSame(store.newest().orElseThrow(), 1);
    }
  }

  @Test
  void whatIsForeignIsRefusedByTheNameOfItsFirstDifference() {
    store(1).write(snapshot(1));
    Folder folder = Folder.at(directory.toString(), new Configuration(false));

    assertThatThrownBy(() -> new CheckpointStore(folder, fingerprint("training.learningRate", "0.2"), 1).newest())
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("training.learningRate was 0.1, is now 0.2").hasMessageContaining("round-000001");
    assertThatThrownBy(() -> new CheckpointStore(folder, fingerprint("rounds.new", "1"), 1).newest())
        .isInstanceOf(InvalidInput.class).hasMessageContaining("rounds.new was not known, is now 1");
    Fingerprint otherData = new Fingerprint("0.1.0", "other", fingerprint().settings());
    assertThatThrownBy(() -> new CheckpointStore(folder, otherData, 1).newest())
        .isInstanceOf(InvalidInput.class).hasMessageContaining("other rows").hasMessageContaining("fp, is now other");
    Fingerprint otherVersion = new Fingerprint("0.2.0", "fp", fingerprint().settings());
    assertThatThrownBy(() -> new CheckpointStore(folder, otherVersion, 1).newest())
        .isInstanceOf(InvalidInput.class).hasMessageContaining("by Gossamer 0.1.0, this is 0.2.0");
  }

  @Test
  void theOwnerOfAFolderIsKnownBeforeItsFirstCheckpoint() {
    store(1).claim();
    Folder folder = Folder.at(directory.toString(), new Configuration(false));

    store(1).checkOwner();
    assertThat(CheckpointStore.isUsed(folder)).isTrue();
    assertThatThrownBy(() -> new CheckpointStore(folder, fingerprint("data.shards", "5"), 1).checkOwner())
        .isInstanceOf(InvalidInput.class).hasMessageContaining("data.shards was 4, is now 5");
  }

  @Test
  void oneAskedForByNameMustBeWhole() throws IOException {
    CheckpointStore store = store(2);
    store.write(snapshot(1));
    store.write(snapshot(2));
    Files.write(file(2, "state.json"), new byte[0]);
    Folder folder = Folder.at(directory.toString(), new Configuration(false));

    assertSame(store.read(folder.child("round-000001")), 1);
    assertThatThrownBy(() -> store.read(folder.child("round-000002")))
        .isInstanceOf(CorruptFile.class).hasMessageContaining("state.json has 0 bytes");
    assertThatThrownBy(() -> store.read(folder.child("round-000003"))).isInstanceOf(InvalidInput.class);
    assertThatThrownBy(() -> store.read(folder)).isInstanceOf(InvalidInput.class).hasMessageContaining("round-NNNNNN");
  }

  @Test
  void aFullDiskLosesNothingThatWasCommitted() {
    CheckpointStore store = faulty(1);
    store.write(snapshot(1));
    IntStream.of(0, 1, 100, 4_000, 4_300, 4_500).forEach(room -> {
      FaultyFileSystem.room(room);
      assertThatThrownBy(() -> store.write(snapshot(2)))
          .isInstanceOf(UncheckedIOException.class).hasMessageContaining("No space left");
      assertSame(store.newest().orElseThrow(), 1);
    });
    FaultyFileSystem.behave();

    store.write(snapshot(2));

    assertSame(store.newest().orElseThrow(), 2);
  }

  @Test
  void noRenameIsNeeded() {
    FaultyFileSystem.refuseRenames();
    CheckpointStore store = faulty(1);

    store.write(snapshot(1));
    store.write(snapshot(2));

    assertSame(store.newest().orElseThrow(), 2);
  }

  @Test
  void aListThatLagsBehindShowsAnOlderOneAndRetentionIsInNoHurry() throws IOException {
    CheckpointStore store = faulty(2);
    store.write(snapshot(1));
    store.write(snapshot(2));
    FaultyFileSystem.hide("round-000002");

    assertSame(store.newest().orElseThrow(), 1);
    store.write(snapshot(3));

    assertThat(names()).contains("round-000001", "round-000003");
  }

  @Test
  void anErrorWhileWritingLeavesTheOldOneAndTheNextTryWorks() {
    CheckpointStore store = faulty(1);
    store.write(snapshot(1));
    for (int file = 1; file <= 3; file++) {
      FaultyFileSystem.fail(1);
      assertThatThrownBy(() -> store.write(snapshot(2))).isInstanceOf(UncheckedIOException.class);
      assertThat(store.newest().map(Snapshot::round)).isEqualTo(Optional.of(1));
    }

    store.write(snapshot(2));

    assertSame(store.newest().orElseThrow(), 2);
  }

  @Test
  void writingOverACommittedOneUncommitsItFirst() {
    CheckpointStore store = faulty(3);
    store.write(snapshot(1));
    store.write(snapshot(2));
    FaultyFileSystem.room(1_000);

    assertThatThrownBy(() -> store.write(snapshot(2))).isInstanceOf(UncheckedIOException.class);

    assertSame(store.newest().orElseThrow(), 1);
  }
}
