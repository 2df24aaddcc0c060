package io.gossamer.jobs.config;

import io.gossamer.ops.InvalidInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads a tree of settings records from a YAML file and {@code --set} flags, or says everything that is wrong. */
public final class ConfigReader {
  private ConfigReader() {}

  /**
   * The settings of the file, with the flags laid over it and defaults where neither says anything.
   *
   * <p>Text may hold {@code ${NAME}} or {@code ${NAME:-default}} for environment variables ({@code $${} for a literal
   * {@code ${}). Settings declared as paths come out absolute unless empty or with a scheme: values from the file are
   * taken from the file's folder, values from flags and defaults from the working directory.
   *
   * @param file the YAML file, or null for none
   * @param sets flags of the form {@code section.key=value}; the value is text, or a quoted text, list or map in
   *     YAML's flow style. A flag replaces whatever the file says under its key; of two flags the later one holds
   * @throws InvalidInput with one line a problem: unknown keys, wrong types, missing values, values a record refuses
   */
  public static <R extends Record> R read(Class<R> root, Path file, List<String> sets) {
    return read(root, file, sets, System.getenv(), section -> true);
  }

  /** The same for a file that another command shares: top-level keys that {@code ours} refuses are passed over. */
  public static <R extends Record> R read(Class<R> root, Path file, List<String> sets, Predicate<String> ours) {
    return read(root, file, sets, System.getenv(), ours);
  }

  static <R extends Record> R read(Class<R> root, Path file, List<String> sets, Map<String, String> environment) {
    return read(root, file, sets, environment, section -> true);
  }

  private static <R extends Record> R read(
      Class<R> root, Path file, List<String> sets, Map<String, String> environment, Predicate<String> ours) {
    List<String> problems = new ArrayList<>();
    Given.Section given = file == null ? Given.Section.empty(Origin.DEFAULT) : ConfigFile.read(file);
    for (String set : sets) {
      try {
        given = SetFlag.parse(set).onto(given);
      } catch (InvalidInput problem) {
        problems.add(problem.getMessage());
      }
    }
    Optional<R> settings = new Binder(root, environment, problems).bind(root, given.only(ours));
    if (!problems.isEmpty()) {
      throw InvalidInput.of(problems);
    }
    return settings.orElseThrow();
  }
}
