package io.gossamer.driver.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gossamer.driver.checkpoint.CheckpointStore;
import io.gossamer.driver.checkpoint.Fingerprint;
import io.gossamer.driver.checkpoint.Snapshot;
import io.gossamer.driver.data.LoadedData;
import io.gossamer.driver.data.ShardLoader;
import io.gossamer.driver.files.Folder;
import io.gossamer.driver.model.Model;
import io.gossamer.driver.model.ModelFiles;
import io.gossamer.driver.plan.Calibration;
import io.gossamer.driver.plan.Crossovers;
import io.gossamer.driver.plan.Lesson;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.Listeners;
import io.gossamer.driver.report.RoundLog;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.report.Summary;
import io.gossamer.driver.report.Totals;
import io.gossamer.driver.report.Versions;
import io.gossamer.driver.round.BroadcastTeacher;
import io.gossamer.driver.round.RoundExecutor;
import io.gossamer.driver.round.Split;
import io.gossamer.driver.round.SparkRounds;
import io.gossamer.driver.spark.ExecutorShare;
import io.gossamer.driver.spark.Overdue;
import io.gossamer.driver.spark.TaskCores;
import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.NetworkSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A training run from files to files: load, plan, rounds, model, summary. */
public final class TrainingJob {
  private static final Logger LOG = LoggerFactory.getLogger(TrainingJob.class);

  private final SparkSession spark;
  private final Settings settings;
  private final RunListener listener;

  public TrainingJob(SparkSession spark, Settings settings, RunListener listener) {
    this.spark = spark;
    this.settings = settings;
    this.listener = listener;
  }

  /** Loads the data and resolves the plan, and goes no further. */
  public Plan plan() {
    try (LoadedData data = load()) {
      return planFor(settings, data, lesson(data));
    }
  }

  /**
   * Trains and writes a run directory, which comes into being only when the data has proved fit for training. A run
   * that is finished already is left as it is.
   *
   * @param resume where to begin
   * @param stop when to end early
   * @param planText how plan.yaml is written
   * @return what stands in summary.json
   * @throws Stopped if {@code stop} came
   */
  public ObjectNode train(RunFolders folders, Resume resume, StopRequest stop, Function<Plan, String> planText) {
    folders.check(resume);
    long start = System.nanoTime();
    try (LoadedData data = load()) {
      return train(folders, resume, stop, planText, data, start);
    } catch (Stopped e) {
      throw e;
    } catch (Exception e) {
      // What was given up fails in many ways, checked ones of Spark's among them; the reason is known.
      if (stop.isAsked()) {
        throw new Stopped("stopped before the first round; the same command begins again");
      }
      throw e;
    }
  }

  /**
   * Trains anew on data that is loaded already, as {@link #load} of the same data, features and seed would load it, and
   * leaves it loaded.
   */
  public ObjectNode train(Folder output, Function<Plan, String> planText, LoadedData data) {
    RunFolders folders = RunFolders.within(output);
    folders.check(Resume.NEVER);
    return train(folders, Resume.NEVER, StopRequest.never(), planText, data, System.nanoTime());
  }

  private ObjectNode train(
      RunFolders folders, Resume resume, StopRequest stop, Function<Plan, String> planText, LoadedData data,
      long start) {
    Optional<Lesson> lesson = lesson(data);
    Fingerprint fingerprint = plan(settings, data, Crossovers.UNMEASURED, lesson).fingerprint(Versions.gossamer());
    CheckpointStore store = new CheckpointStore(folders.checkpoints(), fingerprint, settings.checkpoint().keep());
    Optional<Snapshot> snapshot = folders.find(resume, fingerprint, spark.sparkContext().hadoopConfiguration());
    if (folders.isFinished()) {
      listener.finishedBefore(folders.output().toString());
      store.clear();
      return folders.summary();
    }
    Plan plan =
        planFor(snapshot.map(RunSnapshot::crossovers).map(settings::keeping).orElse(settings), data, lesson);
    double load = seconds(start);
    folders.output().create();
    if (settings.checkpoint().enabled()) {
      store.claim();
    }
    if (snapshot.isEmpty() || !folders.output().hasFile("plan.yaml")) {
      folders.output().write("plan.yaml", planText.apply(plan));
    }
    if (settings.rounds().timeBoxed()) {
      LOG.warn("rounds end by the workers' clocks, rounds.seconds={}: no two such runs need be equal to the bit",
          settings.rounds().seconds());
    }
    listener.planned(plan);
    return train(plan, data, lesson.map(Lesson::teacher), folders.output(), store, snapshot, stop, start, load);
  }

  /** Reads, packs and caches the rows; to be closed by the caller. */
  public LoadedData load() {
    listener.loading("reading " + settings.data().train());
    ShardLoader loader = new ShardLoader(spark, settings.data(), settings.features(), settings.training().seed());
    return settings.rounds().waits().during(spark.sparkContext(), "loading the rows",
        () -> loader.load(settings.model().loss().classifies()));
  }

  private Plan plan(Settings settings, LoadedData data, Crossovers crossovers, Optional<Lesson> lesson) {
    return Planner.plan(
        settings, data.facts(), Runtime.getRuntime().maxMemory(), TaskCores.threads(spark.sparkContext()), crossovers,
        lesson);
  }

  /** A plan that is measured on this machine and fits the executors; what does not fit is refused before that. */
  private Plan planFor(Settings settings, LoadedData data, Optional<Lesson> lesson) {
    ExecutorShare share = ExecutorShare.of(spark.sparkContext()).atMost(settings.data().shards());
    plan(settings, data, Crossovers.UNMEASURED, lesson).memory().checkExecutors(share);
    Plan plan = plan(settings, data, Calibration.ofThisMachine(Versions.gossamer()), lesson);
    plan.memory().checkExecutors(share);
    return plan;
  }

  /** The teacher that the settings name. */
  private Optional<Lesson> lesson(LoadedData data) {
    String path = settings.loss().teacher();
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Model teacher = ModelFiles.read(Folder.at(path, spark.sparkContext().hadoopConfiguration()));
    Lesson lesson = new Lesson(teacher, ModelFiles.sha256(teacher));
    lesson.check(data.schema(), path);
    return Optional.of(lesson);
  }

  private ObjectNode train(
      Plan plan, LoadedData data, Optional<Model> teacher, Folder output, CheckpointStore store,
      Optional<Snapshot> snapshot, StopRequest stop, long start, double load) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Totals totals = snapshot.map(RunSnapshot::totals).orElseGet(Totals::new);
    try (RoundExecutor rounds = new SparkRounds(
        context, plan.train(), data.shards(), plan.settings().rounds().exchange().exchange(), plan.slices(),
        teacher.map(model -> BroadcastTeacher.of(context, model.mask(), model.values())),
        plan.settings().rounds().waits(), plan.settings().rounds().quorumOf(plan.settings().data().shards()));
        RoundLog log = snapshot.map(s -> RoundLog.resume(output, s.round())).orElseGet(() -> RoundLog.start(output))) {
      RunListener all = new Listeners(List.of(log, totals, listener));
      snapshot.ifPresent(s -> all.resumed(s.round()));
      Run run = new Run(plan, rounds, Math.max(1, context.defaultParallelism() / plan.threads()), all);
      Checkpoints checkpoints = new Checkpoints(
          store, settings.checkpoint(), stop, snapshot.map(s -> RunSnapshot.state(plan, s)).orElseGet(run::first),
          state -> RunSnapshot.of(plan, state, totals), all, System::nanoTime);
      try {
        RunState last = run.run(checkpoints.last(), checkpoints);
        ObjectNode summary = write(plan, data, output, rounds, totals, last, start, load);
        store.clear();
        return summary;
      } catch (Stopped e) {
        throw e;
      } catch (Overdue e) {
        throw stop.isAsked() ? checkpoints.stopped() : checkpoints.overdue(e);
      } catch (Exception e) {
        if (stop.isAsked()) {
          throw checkpoints.stopped();
        }
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot finish rounds.jsonl: " + e.getMessage(), e);
    }
  }

  private ObjectNode write(
      Plan plan, LoadedData data, Folder output, RoundExecutor rounds, Totals totals, RunState last, long start,
      double load) {
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
    // What an earlier process of this run wrote before it was killed; nobody reads it before the summary is there.
    output.child("model").delete();
    String sha256 = ModelFiles.write(model, output);
    ObjectNode summary =
        Summary.of(plan, last.mask(), totals, measures, sha256, new Summary.Wall(seconds(start), load, evaluate));
    output.write(Summary.FILE, Summary.text(summary));
    return summary;
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }
}
