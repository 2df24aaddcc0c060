package io.gossamer.driver.round;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gossamer.driver.round.Shelf.Shelved;
import io.gossamer.ops.optim.Slot;
import io.gossamer.ops.random.Seed;
import io.gossamer.worker.round.Replica;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShelfTest {
  @TempDir private Path folder;

  /** Any bits, those of every NaN among them. */
  private static float[] floats(int length, int seed) {
    Seed.Stream draws = new Seed(seed).child("floats").stream();
    float[] floats = new float[length];
    for (int p = 0; p < length; p++) {
      floats[p] = Float.intBitsToFloat((int) (draws.nextDouble() * 0x1p32 - 0x1p31));
    }
    return floats;
  }

  private static int[] bits(float[] floats) {
    int[] bits = new int[floats.length];
    for (int p = 0; p < bits.length; p++) {
      bits[p] = Float.floatToRawIntBits(floats[p]);
    }
    return bits;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found.filter(Files::isRegularFile).toList();
    }
  }

  /** A buffer holds 16,384 numbers. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 16_383, 16_384, 16_385, 40_001})
  void everyArrayComesBackBitForBit(int length) throws IOException {
    List<float[]> arrays = List.of(floats(length, 1), floats(length, 2), floats(length, 3));
    try (Shelf shelf = Shelf.onDisk(folder)) {
      Shelved put = shelf.put(Shelved.held(arrays));
      Shelved other = shelf.put(Shelved.held(List.of(floats(length, 4))));

      assertThat(put.count()).isEqualTo(3);
      for (int n : new int[] {2, 0, 1}) {
        assertThat(bits(put.array(n))).isEqualTo(bits(arrays.get(n)));
      }
      assertThat(bits(other.array(0))).isEqualTo(bits(floats(length, 4)));
      assertThat(put.array(1)).isNotSameAs(arrays.get(1)).isNotSameAs(put.array(1));
      assertThat(files()).hasSize(2);
    }
  }

  @Test
  void whatIsNotKeptGoesAndWhatIsPutAsideStaysThere() throws IOException {
    try (Shelf shelf = Shelf.onDisk(folder)) {
      Shelved first = shelf.put(Shelved.held(List.of(floats(5, 1))));
      Shelved second = shelf.put(Shelved.held(List.of(floats(5, 1))));

      assertThat(shelf.put(second)).isSameAs(second);
      shelf.keepOnly(List.of(second, Shelved.held(List.of(floats(5, 1)))));

      assertThat(files()).hasSize(1);
      assertThat(bits(second.array(0))).isEqualTo(bits(floats(5, 1)));
      assertThatThrownBy(() -> first.array(0)).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot read the values put aside in ");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void aReplicaComesBackWithItsState() {
    Replica replica = new Replica(floats(5, 1), Map.of(Slot.MOMENTUM, floats(5, 2)));
    try (Shelf shelf = Shelf.onDisk(folder)) {
      Replica back = shelf.put(replica).get();

      assertThat(bits(back.values())).isEqualTo(bits(replica.values()));
      assertThat(back.slots()).isEqualTo(replica.slots());
      assertThat(bits(back.array(1))).isEqualTo(bits(replica.array(1)));
    }
    assertThat(Shelf.MEMORY.put(replica).get()).isSameAs(replica);
  }

  /** As a disk that fills up ends it. */
  @Test
  void whatWasNotWrittenWholeGoesToo() {
    Shelved broken = new Shelved() {
      @Override
      public int count() {
        return 2;
      }

      @Override
      public float[] array(int n) {
        if (n > 0) {
          throw new UncheckedIOException(new IOException("no more"));
        }
        return floats(5, 1);
      }
    };
    try (Shelf shelf = Shelf.onDisk(folder)) {
      assertThatThrownBy(() -> shelf.put(broken)).hasMessageContaining("no more");
    }
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void inMemoryNothingMoves() throws IOException {
    Shelved arrays = Shelved.held(List.of(floats(5, 1)));

    assertThat(Shelf.MEMORY.put(arrays)).isSameAs(arrays);
    Shelf.MEMORY.keepOnly(List.of());
    assertThat(arrays.array(0)).isSameAs(arrays.array(0));
  }

  @Test
  void whereNothingCanBeWrittenThatIsSaidWithTheMend() throws IOException {
    Path file = Files.createFile(folder.resolve("no-folder"));
    try (Shelf shelf = Shelf.onDisk(file)) {
      assertThatThrownBy(() -> shelf.put(Shelved.held(List.of(floats(5, 1))))).isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("cannot put the values of a particle aside in " + file)
          .hasMessageContaining("spark.local.dir");
    }
  }
}
