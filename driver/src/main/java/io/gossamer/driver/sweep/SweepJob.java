package io.gossamer.driver.sweep;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.data.FeatureSettings;
import io.gossamer.driver.data.LoadedData;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.Summary;
import io.gossamer.driver.run.TrainingJob;
import io.gossamer.ops.InvalidInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;

/**
 * Trains the cells of a sweep one after the other. Cells on the same rows follow each other, so that these are read and
 * packed once. A cell that fails is reported and the rest goes on; one that a run before this one finished is taken as
 * it is; tables and chart are written anew after every cell.
 */
public final class SweepJob {
  private static final String MARK = "sweep.json";
  private static final String CELLS = "cells";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SparkSession spark;
  private final List<SweepCell> cells;
  private final String title;
  private final SweepListener listener;

  /** @param title stands above table and chart */
  public SweepJob(SparkSession spark, List<SweepCell> cells, String title, SweepListener listener) {
    this.spark = spark;
    this.cells = List.copyOf(cells);
    this.title = title;
    this.listener = listener;
  }

  /**
   * @throws InvalidInput if the folder holds something else than a sweep
   */
  public static void requireSweepOrEmpty(Folder output) {
    if (!output.names().isEmpty() && !output.hasFile(MARK)) {
      throw new InvalidInput("output directory " + output + " exists and holds no sweep; name a new one with --output, "
          + "or that of the sweep to go on with");
    }
  }

  /** What decides the shards: equal for cells that can train on the same ones. */
  private record DataKey(DataSettings data, FeatureSettings features, boolean classifies, long seed) {
    static DataKey of(Settings settings) {
      return new DataKey(settings.data(), settings.features(), settings.model().loss().classifies(),
          settings.training().seed());
    }
  }

  /**
   * Runs what is missing.
   *
   * @param planText how plan.yaml is written
   * @return the results in the order of the cells
   */
  public SweepTable run(Folder output, Function<Plan, String> planText) {
    requireSweepOrEmpty(output);
    output.create();
    output.write(MARK, mark());
    Folder folder = output.child(CELLS);
    Map<SweepCell, SweepResult> results = new LinkedHashMap<>();
    Map<DataKey, List<SweepCell>> missing = new LinkedHashMap<>();
    for (SweepCell cell : cells) {
      Folder run = folder.child(cell.id());
      if (run.hasFile(Summary.FILE)) {
        results.put(cell, SweepResult.done(cell, Summary.read(run)));
      } else {
        missing.computeIfAbsent(DataKey.of(cell.settings()), key -> new ArrayList<>()).add(cell);
      }
    }
    listener.started(cells.size(), results.size());
    missing.values().forEach(group -> run(group, folder, planText, output, results));
    SweepTable table = table(results);
    table.write(output);
    return table;
  }

  private String mark() {
    ObjectNode mark = JSON.createObjectNode().put("title", title);
    cells.forEach(cell -> {
      ObjectNode node = mark.withArray("cells").addObject().put("id", cell.id());
      cell.axes().forEach(node.putObject("settings")::put);
    });
    return mark.toPrettyString() + "\n";
  }

  private SweepTable table(Map<SweepCell, SweepResult> results) {
    return new SweepTable(title, cells.stream().map(results::get).filter(result -> result != null).toList());
  }

  /** Cells on the same rows. */
  private void run(
      List<SweepCell> group, Folder folder, Function<Plan, String> planText, Folder output,
      Map<SweepCell, SweepResult> results) {
    LoadedData data = null;
    try {
      for (SweepCell cell : group) {
        SweepResult result;
        try {
          TrainingJob job = new TrainingJob(spark, cell.settings(), listener.cell(cell));
          if (data == null) {
            data = job.load();
          }
          Folder run = folder.child(cell.id());
          run.delete();
          result = SweepResult.done(cell, job.train(run, planText, data));
        } catch (RuntimeException e) {
          stopIfSparkIsGone(e);
          result = SweepResult.failed(cell, sentence(e));
        }
        results.put(cell, result);
        table(results).write(output);
        listener.ended(result);
      }
    } finally {
      if (data != null) {
        data.close();
      }
    }
  }

  /** Without Spark every further cell would fail for a reason that is not its own. */
  private void stopIfSparkIsGone(RuntimeException failure) {
    if (spark.sparkContext().isStopped()) {
      throw failure;
    }
  }

  /** The user's own fault where there is one, else what the failure says of itself. */
  private static String sentence(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InvalidInput) {
        return cause.getMessage();
      }
    }
    String message = failure.getMessage();
    return message == null ? failure.toString() : message.lines().findFirst().orElse(failure.toString());
  }
}
