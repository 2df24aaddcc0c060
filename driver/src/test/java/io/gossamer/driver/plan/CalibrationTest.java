package io.gossamer.driver.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.gossamer.driver.files.Json;
import io.gossamer.ops.calibrate.LayerWork;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.layer.Linear;
import io.gossamer.ops.layer.Shape;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CalibrationTest {
  private static final MachineType MACHINE = new MachineType("cpu", "jvm", "kernels", "0.0 of today");
  private static final LayerWork WORK = new LayerWork(new Linear(40), Shape.flat(30), 32, true);

  private static final long HEAP = 1L << 30;

  @TempDir private Path folder;

  private Calibration calibration() {
    return new Calibration(folder.resolve("deep/gossamer"), MACHINE, KernelChoice.kernels(), HEAP);
  }

  private Path file() {
    return folder.resolve("deep/gossamer/calibration-" + MACHINE.hash() + ".json");
  }

  private void writeDenseTime(String time) throws IOException {
    change("\"dense\":[0-9.E]+", "\"dense\":" + time);
  }

  /** Under a seal that fits. */
  private void change(String part, String by) throws IOException {
    String text = Json.unsealed(Json.parse(Files.readAllBytes(file()), "file"), "file").toString();
    String changed = text.replaceFirst(part, by);
    Files.writeString(file(), Json.sealed(Json.parse(changed.getBytes(StandardCharsets.UTF_8), "file")).toString());
  }

  @Test
  void whatWasTimedOnceIsRemembered() throws IOException {
    Calibration first = calibration();
    double timed = first.of(WORK);

    assertThat(first.origin()).startsWith("1 of them timed now, in ").endsWith(file().toString());
    writeDenseTime("1e-3");
    Calibration second = calibration();
    assertThat(second.of(WORK)).as("read, not timed: so fast is no kernel").isEqualTo(0.02);
    assertThat(second.origin()).isEqualTo("remembered from " + file());
    assertThat(timed).isBetween(0.0, 2.0);
  }

  @Test
  void whatIsTooLargeToBeTimedRunsSparseAndIsSaid() {
    LayerWork large = new LayerWork(new Linear(4_000), Shape.flat(3_000), 32, true);
    Calibration calibration = calibration();

    assertThat(large.timingBytes()).isBetween(HEAP / 2, HEAP * 4);
    assertThat(calibration.of(large)).isEqualTo(Crossovers.UNMEASURED.of(large));
    assertThat(calibration.origin()).startsWith("remembered from ")
        .endsWith("; 1 too large to be timed in this heap, so sparse unless full");
    calibration.of(WORK);
    assertThat(calibration.origin()).startsWith("1 of them timed now");
  }

  @Test
  void anotherMachineIsTimedAnew() {
    calibration().of(WORK);
    Calibration other = new Calibration(
        folder.resolve("deep/gossamer"), new MachineType("cpu2", "jvm", "kernels", "0.0"), KernelChoice.kernels(),
        HEAP);
    other.of(WORK);

    assertThat(other.origin()).startsWith("1 of them timed now");
  }

  @Test
  void aFileThatCannotBeReadIsSaidAndReplaced() throws IOException {
    for (String text : new String[] {
        "", "{", "[]", "{\"format\": \"gossamer-calibration-9\"}",
        "{\"format\": \"gossamer-calibration-1\", \"machine\": \"another\"}"}) {
      Files.createDirectories(file().getParent());
      Files.writeString(file(), text);
      Calibration calibration = calibration();
      calibration.of(WORK);

      assertThat(calibration.origin()).contains("timed now").contains("what stood there could not be read (");
      Calibration next = calibration();
      next.of(WORK);
      assertThat(next.origin()).isEqualTo("remembered from " + file());
    }
  }

  @Test
  void timesThatAreNoneAreNotTrusted() throws IOException {
    calibration().of(WORK);
    writeDenseTime("-1");
    Calibration calibration = calibration();
    calibration.of(WORK);

    assertThat(calibration.origin()).contains("could not be read (\"-1\" is no time)");
  }

  /** Found by CalibrationFileFuzz. */
  @Test
  void timesThatAreMissingAreSaidInWords() throws IOException {
    calibration().of(WORK);
    change("\"sparse\":\\[[^]]*\\]", "\"sparse\":[]");
    Calibration calibration = calibration();
    calibration.of(WORK);

    assertThat(calibration.origin()).contains("could not be read (0 times stand there for 6 densities)");
  }

  @Test
  void aDigitThatTurnedOverIsNoticed() throws IOException {
    calibration().of(WORK);
    Files.writeString(file(), Files.readString(file()).replaceFirst("\"dense\" : [0-9]", "\"dense\" : 77"));
    Calibration calibration = calibration();
    calibration.of(WORK);

    assertThat(calibration.origin()).contains("does not fit its seal");
  }

  @Test
  void aFolderThatCannotBeWrittenIsSaidAndNoError() throws IOException {
    Files.writeString(folder.resolve("deep"), "a file where a folder should be");
    Calibration calibration = calibration();

    assertThat(calibration.of(WORK)).isBetween(0.0, 2.0);
    assertThat(calibration.origin()).contains("they will be timed again, since it cannot be written (");
  }

  @Test
  void theFolderIsTheUsersCache() {
    assertThat(CalibrationFile.userFolder(Map.of("XDG_CACHE_HOME", "/x"), "/home/u")).isEqualTo(Path.of("/x/gossamer"));
    assertThat(CalibrationFile.userFolder(Map.of(), "/home/u")).isEqualTo(Path.of("/home/u/.cache/gossamer"));
  }
}
