package io.gossamer.jobs;

import io.gossamer.driver.plan.Settings;
import io.gossamer.jobs.sweep.SweepFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where settings come from. */
final class ConfigOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "Settings in YAML; relative paths in it start at its own folder.")
  Path file;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "One setting by its dotted key, over the file's; repeatable. Example: --set training.epochs=5")
  List<String> sets = List.of();

  /** The settings of file and flags together, for one run. */
  Settings read(List<String> more) {
    List<String> all = new ArrayList<>(sets);
    all.addAll(more);
    return SweepFile.single(file, all);
  }

  /** The file's name without its ending, or "run". */
  String name() {
    return file == null ? "run" : file.getFileName().toString().replaceFirst("\\.[^.]*$", "");
  }
}
