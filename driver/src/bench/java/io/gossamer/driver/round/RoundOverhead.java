package io.gossamer.driver.round;

import io.gossamer.driver.data.DataFacts;
import io.gossamer.driver.data.DataSettings;
import io.gossamer.driver.plan.Plan;
import io.gossamer.driver.plan.Planner;
import io.gossamer.driver.plan.Settings;
import io.gossamer.driver.report.RoundReport;
import io.gossamer.driver.report.RunListener;
import io.gossamer.driver.run.Run;
import io.gossamer.driver.spark.Sessions;
import io.gossamer.masks.SparsitySettings;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.TargetScale;
import io.gossamer.ops.net.ModelSettings;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.testing.Defaults;
import io.gossamer.worker.round.TrainingSettings;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * What a round costs beside the workers' steps: a model of 300,000 kept weights, 4 tasks, {@code local[2]}, through
 * {@link Run} and {@link SparkRounds} as a training run goes. Overhead is wall time less compute over the slots, so it
 * counts scheduling, messages, averages and the wait for the slower task; the wait is shown apart too.
 *
 * <pre>mvn -Pbench -pl driver -am test -DskipTests -Dbench.arguments="ROUNDS LOCAL_STEPS..."</pre>
 *
 * <p>0 local steps stand for the plan's own choice.
 */
public final class RoundOverhead {
  private static final int SHARDS = 4;
  private static final int SLOTS = 2;
  private static final int FEATURES = 784;
  private static final int CLASSES = 10;
  private static final int ROWS = 60_000;
  private static final List<Integer> HIDDEN = List.of(2000, 700);
  private static final double PLACES = 784 * 2000 + 2000 * 700 + 700 * 10;
  private static final double NNZ = 300_000;

  /** Rounds in which the JVM still compiles. */
  private static final double WARM_UP = 0.5;

  private RoundOverhead() {}

  /** Seconds of one round. */
  private record Timing(double wall, double compute, double waiting) {
    double overhead() {
      return wall - compute;
    }

    double withoutWaiting() {
      return wall - compute - waiting;
    }
  }

  public static void main(String[] arguments) {
    SparkSession session = Sessions.open("round overhead", "local[" + SLOTS + "]", null);
    session.sparkContext().setLogLevel("WARN");
    JavaSparkContext context = JavaSparkContext.fromSparkContext(session.sparkContext());
    int rounds = Integer.parseInt(arguments[0]);
    List<Integer> indexes = IntStream.range(0, SHARDS).boxed().toList();
    JavaRDD<Shard> shards =
        context.parallelize(indexes, SHARDS).map(RoundOverhead::shard).persist(StorageLevel.MEMORY_ONLY());
    shards.count();
    System.out.printf("java %s, %d rounds each, the first %.0f %% not counted; ms, medians (90th percentiles)%n",
        Runtime.version(), rounds, WARM_UP * 100);
    System.out.printf("%8s %9s %18s %18s %18s %8s%n", "H", "compute", "overhead", "of it waiting", "all else", "share");
    for (String steps : Arrays.copyOfRange(arguments, 1, arguments.length)) {
      measure(context, shards, rounds, Integer.parseInt(steps));
    }
    session.stop();
  }

  private static void measure(JavaSparkContext context, JavaRDD<Shard> shards, int rounds, int localSteps) {
    Plan plan = plan(localSteps, rounds);
    Rounds timings = new Rounds(SLOTS);
    context.sc().addSparkListener(timings.tasks);
    try (SparkRounds executor = new SparkRounds(context, plan.train(), Map.of(Split.TRAIN, shards))) {
      new Run(plan, executor, SLOTS, timings).run();
    }
    context.sc().removeSparkListener(timings.tasks);
    List<Timing> counted = timings.after((int) (rounds * WARM_UP));
    double wall = median(counted, Timing::wall);
    System.out.printf("%8d %9.1f %18s %18s %18s %7.1f%%%n", plan.localSteps(),
        1e3 * median(counted, Timing::compute), both(counted, Timing::overhead), both(counted, Timing::waiting),
        both(counted, Timing::withoutWaiting), 100 * median(counted, Timing::overhead) / wall);
  }

  private static String both(List<Timing> counted, ToDoubleFunction<Timing> what) {
    return String.format("%.1f (%.1f)", 1e3 * median(counted, what), 1e3 * quantile(counted, what, 0.9));
  }

  private static double median(List<Timing> counted, ToDoubleFunction<Timing> what) {
    return quantile(counted, what, 0.5);
  }

  private static double quantile(List<Timing> counted, ToDoubleFunction<Timing> what, double share) {
    double[] sorted = counted.stream().mapToDouble(what).sorted().toArray();
    return sorted[(int) (share * (sorted.length - 1))];
  }

  /** As long as it takes for {@code rounds} rounds. */
  private static Plan plan(int localSteps, int rounds) {
    int batch = 64;
    double stepsPerEpoch = ROWS / (double) (SHARDS * batch);
    double length = localSteps > 0 ? localSteps : plan(batch, 1.0, 0).localSteps();
    return plan(batch, rounds * length / Math.ceil(stepsPerEpoch), localSteps);
  }

  private static Plan plan(int batch, double epochs, int localSteps) {
    Settings settings = Defaults.of(Settings.class, Map.of(
        "data", Defaults.of(DataSettings.class, Map.of("shards", SHARDS)),
        "model", Defaults.of(ModelSettings.class, Map.of("hidden", HIDDEN, "loss", LossKind.SOFTMAX)),
        "sparsity", Defaults.of(SparsitySettings.class, Map.of("sparsity", 1 - NNZ / PLACES)),
        "training", Defaults.of(TrainingSettings.class, Map.of("epochs", epochs, "batchSize", batch)),
        "rounds", Defaults.of(RoundSettings.class, Map.of("localSteps", localSteps, "evaluateEvery", 0))));
    List<String> classes = Collections.nCopies(CLASSES, "class");
    DataFacts facts = new DataFacts(ROWS, FEATURES, List.of(), classes, TargetScale.NONE, false,
        4L * ROWS * (FEATURES + 1), "random");
    return Planner.plan(settings, facts, Runtime.getRuntime().maxMemory());
  }

  /** Made in the tasks, since what a partition is parallelized from would travel with every task. */
  private static Shard shard(int index) {
    Seed.Stream stream = new Seed(1).child("rows", index).stream();
    float[] features = new float[ROWS / SHARDS * FEATURES];
    float[] labels = new float[ROWS / SHARDS];
    for (int f = 0; f < features.length; f++) {
      features[f] = (float) stream.nextDouble();
    }
    for (int row = 0; row < labels.length; row++) {
      labels[row] = row % CLASSES;
    }
    return new Shard(index, new DenseRows(FEATURES, features, labels, null));
  }

  /** Wall time from report to report; how long slots idled while others ran, from Spark's own figures of tasks. */
  private static final class Rounds implements RunListener {
    private final List<Timing> timings = new ArrayList<>();
    private final List<long[]> spans = Collections.synchronizedList(new ArrayList<>());
    private final int slots;
    private long last = System.nanoTime();

    private final SparkListener tasks = new SparkListener() {
      @Override
      public void onTaskEnd(SparkListenerTaskEnd end) {
        spans.add(new long[] {end.stageId(), end.taskInfo().launchTime(), end.taskInfo().finishTime()});
      }
    };

    Rounds(int slots) {
      this.slots = slots;
    }

    @Override
    public void round(RoundReport report) {
      long now = System.nanoTime();
      timings.add(new Timing((now - last) / 1e9, report.seconds().compute(), 0));
      last = now;
    }

    /** Rounds after the warm-up, each with its wait. Stages follow each other as rounds do. */
    List<Timing> after(int warm) {
      Map<Long, List<long[]>> stages = new TreeMap<>();
      synchronized (spans) {
        spans.forEach(span -> stages.computeIfAbsent(span[0], stage -> new ArrayList<>()).add(span));
      }
      List<List<long[]>> ofRounds = List.copyOf(stages.values());
      List<Timing> counted = new ArrayList<>();
      for (int round = warm; round < Math.min(timings.size(), ofRounds.size()); round++) {
        Timing timing = timings.get(round);
        counted.add(new Timing(timing.wall(), timing.compute(), waiting(ofRounds.get(round))));
      }
      return counted;
    }

    private double waiting(List<long[]> stage) {
      long first = stage.stream().mapToLong(span -> span[1]).min().orElseThrow();
      long end = stage.stream().mapToLong(span -> span[2]).max().orElseThrow();
      long busy = stage.stream().mapToLong(span -> span[2] - span[1]).sum();
      return Math.max(0, (end - first) * slots - busy) / 1e3 / slots;
    }
  }
}
