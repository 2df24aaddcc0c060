package io.gossamer.jobs;

import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.Field;
import io.gossamer.driver.data.Schema;
import io.gossamer.driver.spark.Waits;
import io.gossamer.jobs.config.ConfigReader;
import io.gossamer.ops.settings.Setting;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** A model and rows for it. What the model knows of its data is the default for how the rows are read. */
final class ModelDataOptions {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Run directory, or its folder model.")
  String model;

  @Option(names = "--data", required = true, paramLabel = "PATH", description = "The rows: file, folder or pattern.")
  String data;

  @Option(names = "--labels", paramLabel = "FILE", description = "Labels of the images (idx).")
  String labels;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "How rows are read where it differs from training: data.* and features.*; repeatable.")
  List<String> sets = List.of();

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description = "Longest wait for the rows, and then for what is made of them, in seconds; default "
          + Waits.DEFAULT_SECONDS + ".")
  double timeout = Waits.DEFAULT_SECONDS;

  Waits waits() {
    return new Waits(timeout, "--timeout");
  }

  /** The two sections that say how rows are read. */
  record ReadSettings(
      @Setting(doc = "Where the rows come from.") DataSettings data,
      @Setting(doc = "Which columns are features.") FeatureSettings features) {}

  ReadSettings settings(Schema schema) {
    List<String> all = new ArrayList<>();
    add(all, "data.format", schema.format().name().toLowerCase(Locale.ROOT));
    add(all, "data.label", schema.label());
    add(all, "data.weight", schema.weight());
    add(all, "features.columns", list(schema.columns().stream()));
    add(all, "features.categorical", list(names(schema, Field.Kind.CATEGORY)));
    add(all, "features.text", list(names(schema, Field.Kind.TEXT)));
    add(all, "features.vocabulary", schema.fields().stream().filter(field -> !field.vocabulary().isEmpty())
        .map(field -> quoted(field.name()) + ": " + list(field.vocabulary().stream()))
        .collect(Collectors.joining(", ", "{", "}")));
    schema.fields().stream().filter(field -> field.vocabulary().isEmpty()).findFirst()
        .ifPresent(field -> add(all, "features.buckets", Integer.toString(field.buckets())));
    add(all, "features.missingIsZero", Boolean.toString(schema.missingIsZero()));
    all.addAll(sets);
    all.add("data.train=" + data);
    if (labels != null) {
      all.add("data.trainLabels=" + labels);
    }
    return ConfigReader.read(ReadSettings.class, null, all);
  }

  private static Stream<String> names(Schema schema, Field.Kind kind) {
    return schema.fields().stream().filter(field -> field.kind() == kind).map(Field::name);
  }

  private static String list(Stream<String> columns) {
    return columns.map(ModelDataOptions::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("${", "$${") + '"';
  }

  /** A default, unless the user sets the same key. */
  private void add(List<String> all, String key, String value) {
    if (sets.stream().noneMatch(set -> set.startsWith(key + "="))) {
      all.add(key + "=" + value);
    }
  }
}
