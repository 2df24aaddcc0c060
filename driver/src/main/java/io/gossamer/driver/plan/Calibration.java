package io.gossamer.driver.plan;

import io.gossamer.ops.calibrate.Crossover;
import io.gossamer.ops.calibrate.LayerWork;
import io.gossamer.ops.calibrate.Stopwatch;
import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.kernel.Kernels;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * Crossovers measured on this machine, and remembered between runs in the user's cache folder. A memory that cannot be
 * read is measured anew, one that cannot be written is lost; both are said in {@link #origin} and are no errors.
 */
public final class Calibration implements Crossovers {
  private final CalibrationFile file;
  private final Map<String, Crossover> known;
  private final Map<String, Crossover> fresh = new TreeMap<>();
  private final Stopwatch stopwatch;
  private final long heap;
  private int asked;
  private int tooLarge;
  private double seconds;

  /**
   * @param heap in bytes; what would take more than half of it is not timed
   */
  Calibration(Path folder, MachineType machine, Kernels kernels, long heap) {
    this.file = new CalibrationFile(folder, machine);
    this.known = file.read();
    this.stopwatch = new Stopwatch(kernels);
    this.heap = heap;
  }

  /**
   * Of this machine and this JVM's kernels.
   *
   * @param version of Gossamer
   */
  public static Calibration ofThisMachine(String version) {
    Kernels kernels = KernelChoice.kernels();
    return new Calibration(
        CalibrationFile.userFolder(System.getenv(), System.getProperty("user.home")),
        MachineType.current(kernels, version), kernels, Runtime.getRuntime().maxMemory());
  }

  @Override
  public double of(LayerWork work) {
    asked++;
    Crossover crossover = known.get(work.key());
    if (crossover == null && work.timingBytes() > heap / 2) {
      tooLarge++;
      return UNMEASURED.of(work);
    }
    if (crossover == null) {
      long start = System.nanoTime();
      crossover = stopwatch.measure(work);
      seconds += (System.nanoTime() - start) / 1e9;
      known.put(work.key(), crossover);
      fresh.put(work.key(), crossover);
      file.write(known);
    }
    return crossover.density();
  }

  @Override
  public String origin() {
    if (asked == 0) {
      return "";
    }
    String measured = fresh.isEmpty()
        ? "remembered from " + file.path()
        : String.format("%d of them timed now, in %.1f s, the others remembered from ", fresh.size(), seconds)
            + file.path();
    String untimed =
        tooLarge == 0 ? "" : "; " + tooLarge + " too large to be timed in this heap, so sparse unless full";
    return measured + untimed + file.trouble();
  }
}
