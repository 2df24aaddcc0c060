package io.gossamer.jobs.sweep;

import io.gossamer.driver.files.Sha256;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.sweep.SweepCell;
import io.gossamer.jobs.config.ConfigReader;
import io.gossamer.jobs.config.ConfigWriter;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.settings.Setting;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of a settings file that only a sweep has, and what it makes of the rest. */
public record SweepFile(
    @Setting(doc = "A grid of runs, for gossamer sweep; gossamer train refuses this section.") SweepSettings sweep) {
  private static final String SECTION = "sweep";
  private static final String VARIANT = "variant";
  private static final int ID_DIGITS = 10;
  private static final int READABLE = 60;

  /** The settings of file and flags, for a command that runs no grid and refuses one. */
  public static Settings single(Path file, List<String> sets) {
    return ConfigReader.read(Settings.class, file, sets, SweepFile::refuseGrid);
  }

  private static boolean refuseGrid(String section) {
    if (section.equals(SECTION)) {
      throw new InvalidInput("section \"sweep\" is a grid of runs; run it with gossamer sweep, or take it out");
    }
    return true;
  }

  /** The section of file and flags. */
  public static SweepSettings read(Path file, List<String> sets) {
    return ConfigReader.read(SweepFile.class, file, sets, SECTION::equals).sweep();
  }

  /**
   * Every combination, in the order of the file: variants first, the last setting moves fastest.
   *
   * @param sets flags; the grid's own values win over them
   * @throws InvalidInput with every problem of every cell, each once
   */
  public static List<SweepCell> cells(SweepSettings sweep, Path file, List<String> sets) {
    List<SweepCell> cells = new ArrayList<>();
    Set<String> problems = new LinkedHashSet<>();
    for (Cell cell : combinations(sweep)) {
      List<String> all = new ArrayList<>(sets);
      cell.settings().forEach((key, value) -> all.add(key + "=" + value));
      try {
        Settings settings = ConfigReader.read(Settings.class, file, all, name -> !name.equals(SECTION));
        cells.add(new SweepCell(id(cell.axes(), settings), cell.axes(), settings));
      } catch (InvalidInput e) {
        e.getMessage().lines().forEach(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw InvalidInput.of(List.copyOf(problems));
    }
    return cells;
  }

  /** What tells a cell from the others, and the settings it stands for. */
  private record Cell(Map<String, String> axes, Map<String, String> settings) {
    Cell with(String axis, String value, Map<String, String> more) {
      Map<String, String> named = new LinkedHashMap<>(axes);
      named.put(axis, value);
      Map<String, String> set = new LinkedHashMap<>(settings);
      set.putAll(more);
      return new Cell(named, set);
    }
  }

  private static List<Cell> combinations(SweepSettings sweep) {
    List<Cell> cells = List.of(new Cell(Map.of(), Map.of()));
    if (!sweep.variants().isEmpty()) {
      cells = sweep.variants().entrySet().stream()
          .map(variant -> new Cell(Map.of(), Map.of()).with(VARIANT, variant.getKey(), variant.getValue())).toList();
    }
    for (Map.Entry<String, List<String>> axis : sweep.over().entrySet()) {
      cells = cells.stream()
          .flatMap(cell -> axis.getValue().stream()
              .map(value -> cell.with(axis.getKey(), value, Map.of(axis.getKey(), value))))
          .toList();
    }
    return cells;
  }

  /** Readable, and different for different settings. */
  private static String id(Map<String, String> axes, Settings settings) {
    StringBuilder name = new StringBuilder();
    axes.forEach((axis, value) ->
        name.append(axis.substring(axis.lastIndexOf('.') + 1)).append('=').append(value).append(' '));
    String readable = name.toString().strip().replaceAll("[^A-Za-z0-9.=-]+", "_");
    String hash = Sha256.of(ConfigWriter.write(settings).getBytes(StandardCharsets.UTF_8));
    return readable.substring(0, Math.min(READABLE, readable.length())) + "-" + hash.substring(0, ID_DIGITS);
  }
}
