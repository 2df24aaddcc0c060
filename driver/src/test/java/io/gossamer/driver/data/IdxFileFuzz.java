package io.gossamer.driver.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.ops.testing.hostile.ByteDamage;
import io.gossamer.ops.testing.hostile.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Damaged IDX files, plain and zipped: refused in a sentence, or rows that are in the file to the last byte. */
class IdxFileFuzz {
  @Provide
  Arbitrary<byte[]> files() {
    return Arbitraries.of(
        file(new byte[] {0, 0, 8, 3, 0, 0, 0, 4, 0, 0, 0, 3, 0, 0, 0, 2}, 24),
        file(new byte[] {0, 0, 8, 1, 0, 0, 0, 9}, 9),
        file(new byte[] {0, 0, 8, 2, 0, 0, 0, 0, 0, 0, 0, 7}, 0));
  }

  private static byte[] file(byte[] header, int data) {
    byte[] file = Arrays.copyOf(header, header.length + data);
    for (int n = 0; n < data; n++) {
      file[header.length + n] = (byte) (n * 37);
    }
    return file;
  }

  @Property
  void damagedFiles(@ForAll("files") byte[] whole, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] file = ByteDamage.all(damage, whole);
    refusedOrAllThere(file, file);
  }

  @Property
  void damagedInsideOfTheZip(
      @ForAll("files") byte[] whole, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] file = ByteDamage.all(damage, whole);
    refusedOrAllThere(zipped(file), file);
  }

  @Property
  void damagedZips(@ForAll("files") byte[] whole, @ForAll(supplier = ByteDamage.Some.class) List<ByteDamage> damage) {
    byte[] file = ByteDamage.all(damage, zipped(whole));
    Verdict.of(file.length, () -> IdxFile.read(new ByteArrayInputStream(file), "x.gz")).accepted()
        .ifPresent(read -> assertThat(read.data()).hasSize(read.count() * read.width()));
  }

  private static void refusedOrAllThere(byte[] file, byte[] plain) {
    Verdict.of(file.length, () -> IdxFile.read(new ByteArrayInputStream(file), "x")).accepted().ifPresent(read -> {
      int header = 4 + 4 * plain[3];
      assertThat(read.data()).isEqualTo(Arrays.copyOfRange(plain, header, plain.length));
      assertThat((long) read.count() * read.width()).isEqualTo(plain.length - header);
    });
  }

  private static byte[] zipped(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(bytes)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
