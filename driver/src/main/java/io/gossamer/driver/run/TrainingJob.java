package io.gossamer.driver.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.data.LoadedData;
import io.gossamer.driver.data.ShardLoader;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.driver.plan.Calibration;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.CandidateReport;
import io.gossamer.driver.report.RoundLog;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Summary;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.report.Versions;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** A training run from files to files: load, plan, rounds, model, summary. */
public final class TrainingJob {
  private final SparkSession spark;
  private final Settings settings;
  private final RunListener listener;

  public TrainingJob(SparkSession spark, Settings settings, RunListener listener) {
    this.spark = spark;
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * @throws InvalidInput if {@code output} exists and is not empty: nothing is ever overwritten
   */
  public static void requireEmpty(Folder output) {
    if (!output.names().isEmpty()) {
      throw new InvalidInput("output directory " + output + " exists and is not empty; name a new one with --output, "
          + "or remove it");
    }
  }

  /** Loads the data and resolves the plan, and goes no further. */
  public Plan plan() {
    try (LoadedData data = load()) {
      return planFor(data);
    }
  }

  /**
   * Trains and writes a run directory, which comes into being only when the data has proved fit for training.
   *
   * @param planText how plan.yaml is written
   * @return what stands in summary.json
   */
  public ObjectNode train(Folder output, Function<Plan, String> planText) {
    requireEmpty(output);
    long start = System.nanoTime();
    try (LoadedData data = load()) {
      Plan plan = planFor(data);
      return train(plan, data, output, planText, start);
    }
  }

  /**
   * Trains on data that is loaded already, as {@link #load} of the same data, features and seed would load it, and
   * leaves it loaded.
   */
  public ObjectNode train(Folder output, Function<Plan, String> planText, LoadedData data) {
    requireEmpty(output);
    long start = System.nanoTime();
    return train(planFor(data), data, output, planText, start);
  }

  private ObjectNode train(Plan plan, LoadedData data, Folder output, Function<Plan, String> planText, long start) {
    double load = seconds(start);
    output.create();
    output.write("plan.yaml", planText.apply(plan));
    listener.planned(plan);
    return train(plan, data, output, start, load);
  }

  /** Reads, packs and caches the rows; to be closed by the caller. */
  public LoadedData load() {
    listener.loading("reading " + settings.data().train());
    return new ShardLoader(spark, settings.data(), settings.features(), settings.training().seed())
        .load(settings.model().loss().classifies());
  }

  private Plan planFor(LoadedData data) {
    return Planner.plan(
        settings, data.facts(), Runtime.getRuntime().maxMemory(), Calibration.ofThisMachine(Versions.gossamer()));
  }

  private ObjectNode train(Plan plan, LoadedData data, Folder output, long start, double load) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Totals totals = new Totals();
    try (RoundExecutor rounds = new SparkRounds(context, plan.train(), data.shards());
        RoundLog log = new RoundLog(output.stream("rounds.jsonl"))) {
      RunState last = new Run(plan, rounds, context.defaultParallelism(), both(log, totals)).run();
      long measured = System.nanoTime();
      Map<Split, Measures> measures = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        if (data.shards().containsKey(split)) {
          measures.put(split, rounds.measure(split, last.mask(), last.mean()));
        }
      }
      double evaluate = seconds(measured);
      NetworkSpec network = plan.train().network().finished();
      float[] values = Arrays.copyOf(last.mean(), network.layout(last.mask().patterns()).length());
      Model model = new Model(network, last.mask(), values, data.schema(), new Model.Origin(
          Versions.gossamer(), plan.hash(), plan.data().fingerprint(), settings.training().seed()),
          plan.train().executions());
      String sha256 = ModelFiles.write(model, output);
      ObjectNode summary =
          Summary.of(plan, last.mask(), totals, measures, sha256, new Summary.Wall(seconds(start), load, evaluate));
      output.write("summary.json", Summary.text(summary));
      return summary;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot finish rounds.jsonl: " + e.getMessage(), e);
    }
  }

  private RunListener both(RoundLog log, Totals totals) {
    return new RunListener() {
      @Override
      public void round(RoundReport report) {
        log.round(report);
        totals.round(report);
        listener.round(report);
      }

      @Override
      public void candidates(CandidateReport report) {
        totals.candidates(report);
        listener.candidates(report);
      }
    };
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
