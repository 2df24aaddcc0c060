package io.gossamer.driver.round;

import io.gossamer.driver.spark.Waits;
import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.codec.Codec;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.shard.Shard;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rounds on Spark: one job a round over cached shards, values down by one broadcast a particle that only the tasks
 * which train it fetch, packed messages up as they are ready, or through {@link SliceExchange}. A mask is broadcast
 * once per version.
 */
public final class SparkRounds implements RoundExecutor {
  private static final Logger LOG = LoggerFactory.getLogger(SparkRounds.class);

  private final JavaSparkContext spark;
  private final TrainSpec spec;
  private final Executors executors;
  private final Map<Split, JavaRDD<Shard>> shards;
  private final Exchange exchange;
  private final boolean sliced;
  private final Shelf shelf;
  private final Optional<BroadcastTeacher> teacher;
  private final Waits waits;
  private final Quorum quorum;
  private final Map<Split, JavaRDD<Shard>> moved = new EnumMap<>(Split.class);
  private Broadcast<byte[]> maskBroadcast;
  private int maskVersion = -1;
  private long maskHash;
  private long maskBytes;
  private float[] probed;
  private Broadcast<byte[]> probedBroadcast;

  /**
   * @param shards RDDs with one shard per partition, persisted by the caller
   * @param sliced whether tasks average in the place of the driver
   * @param teacher of the run, destroyed when this is closed
   * @param waits bound every job
   * @param quorum of a round whose averages the driver forms; everything else takes all shards
   */
  public SparkRounds(
      JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards, Exchange exchange, boolean sliced,
      Optional<BroadcastTeacher> teacher, Waits waits, Quorum quorum) {
    this.spark = spark;
    this.spec = spec;
    this.executors = new Executors(spark, waits);
    this.shards = new EnumMap<>(shards);
    this.exchange = exchange;
    this.sliced = sliced;
    this.shelf = sliced ? Shelf.onDisk(localFolder()) : Shelf.MEMORY;
    this.teacher = teacher;
    this.waits = waits;
    this.quorum = quorum;
  }

  /** For passes over rows alone, with no training. */
  public static SparkRounds passes(
      JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards, Waits waits) {
    return new SparkRounds(spark, spec, shards, Exchange.EXACT, false, Optional.empty(), waits, Quorum.ALL);
  }

  /** Without a teacher, and with no round that goes on without a shard. */
  public SparkRounds(
      JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards, Exchange exchange, boolean sliced) {
    this(spark, spec, shards, exchange, sliced, Optional.empty(), Waits.DEFAULT, Quorum.ALL);
  }

  /** Whose values travel as they are and are averaged by the driver. */
  public SparkRounds(JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards) {
    this(spark, spec, shards, Exchange.EXACT, false);
  }

  @Override
  public RoundResult train(RoundWork work) {
    dropProbed();
    spread();
    send(work.mask());
    JavaRDD<Shard> training = shards.get(Split.TRAIN);
    Rotation rotation = new Rotation(work.particles().size(), training.getNumPartitions());
    long[] down = new long[1];
    Stream<byte[]> messages = work.particles().stream()
        .map(particle -> LocalRounds.down(particle, exchange)).peek(message -> down[0] += message.length);
    return run("round " + work.round(), messages, values -> {
      TrainTask task = TrainTask.of(work, rotation, exchange, messages(), maskBroadcast, values);
      RoundResult result = sliced ? slices(work, training, task, down)
          : driver(work, training, task, Arrived.averaged(work, rotation), down);
      maskBytes = 0;
      return result;
    });
  }

  /** Updates come to the driver, which averages. */
  private RoundResult driver(
      RoundWork work, JavaRDD<Shard> training, TrainTask task, Arrived arrived, long[] down) {
    Wait wait = Wait.forRound(work.round(), waits, quorum, arrived::hasWeight);
    List<Integer> late =
        ShardJob.run(training, task, wait, (shard, messages) -> Stream.of(messages).forEach(arrived::add));
    if (!late.isEmpty()) {
      LOG.warn("round={} goes on without shards={}, which had not come after seconds={}", work.round(), late,
          wait.seconds());
    }
    return arrived.result(down[0], maskBytes).without(late);
  }

  /** Updates are averaged by tasks; where values are rounded on the way down, these need them as they are. */
  private RoundResult slices(RoundWork work, JavaRDD<Shard> training, TrainTask task, long[] down) {
    SliceExchange slices = new SliceExchange(work, spark.defaultParallelism(), shelf,
        Wait.forAll("round " + work.round(), waits));
    if (exchange.down() == Codec.FP32) {
      slices.run(training, task, task.values());
    } else {
      Stream<byte[]> exact = work.particles().stream()
          .map(particle -> LocalRounds.down(particle, Exchange.EXACT)).peek(message -> down[0] += message.length);
      run("round " + work.round(), exact, bases -> {
        slices.run(training, task, bases);
        return slices;
      });
    }
    return slices.result(down[0], maskBytes);
  }

  /** Disk where tasks average: such models are large. */
  @Override
  public Shelf shelf() {
    return shelf;
  }

  /** Where Spark keeps what must not stay in memory, and clears up when it ends. */
  private static Path localFolder() {
    return SparkEnv.get().blockManager().diskBlockManager().localDirs()[0].toPath();
  }

  @Override
  public List<Measures> measure(Split split, Mask mask, List<float[]> models) {
    LossKind kind = spec.network().loss().kind();
    List<Measures> sums = Stream.generate(() -> new Measures(kind)).limit(models.size()).toList();
    if (!shards.containsKey(split)) {
      return sums;
    }
    String what = "evaluation on the " + split.key() + " rows";
    return run(what, messages(mask, models), values -> {
      PassTasks.Evaluation task = new PassTasks.Evaluation(model(), values);
      for (double[][] parts : ShardJob.all(shards.get(split), task, what, waits)) {
        for (int n = 0; n < parts.length; n++) {
          sums.get(n).add(Measures.of(kind, parts[n]));
        }
      }
      return sums;
    });
  }

  @Override
  public Measures ensemble(Split split, Mask mask, List<float[]> models) {
    LossKind kind = spec.network().loss().kind();
    Measures sum = new Measures(kind);
    if (!shards.containsKey(split)) {
      return sum;
    }
    String what = "ensemble on the " + split.key() + " rows";
    return run(what, messages(mask, models), values -> {
      PassTasks.Ensemble task = new PassTasks.Ensemble(model(), values);
      ShardJob.all(shards.get(split), task, what, waits).forEach(part -> sum.add(Measures.of(kind, part)));
      return sum;
    });
  }

  @Override
  public double[] statistics(Mask mask, float[] values) {
    String what = "statistics of the training rows";
    return run(what, messages(mask, List.of(values)), broadcasts -> {
      PassTasks.Statistics task = new PassTasks.Statistics(model(), broadcasts[0]);
      return ShardJob.all(shards.get(Split.TRAIN), task, what, waits).stream().reduce(null, LocalRounds::added);
    });
  }

  @Override
  public List<byte[]> probe(Mask mask, float[] values, byte[] probe) {
    send(mask);
    if (probed != values) {
      dropProbed();
      probedBroadcast = spark.broadcast(Message.encode(0, 0, mask.version(), mask.hash(), values));
      probed = values;
    }
    String what = "evidence for the mask";
    return run(what, Stream.of(probe), broadcasts -> {
      PassTasks.Evidence task = new PassTasks.Evidence(model(), probedBroadcast, broadcasts[0]);
      return ShardJob.all(shards.get(Split.TRAIN), task, what, waits);
    });
  }

  private PassTasks.Compiled model() {
    return new PassTasks.Compiled(spec, messages(), maskBroadcast);
  }

  private TeacherMessages messages() {
    return teacher.<TeacherMessages>map(sent -> sent).orElse(TeacherMessages.NONE);
  }

  private Stream<byte[]> messages(Mask mask, List<float[]> models) {
    send(mask);
    return models.stream().map(values -> Message.encode(0, 0, mask.version(), mask.hash(), values));
  }

  /** A job with a broadcast for each message, which ends with it. */
  private <R> R run(String what, Stream<byte[]> messages, Function<Broadcast<byte[]>[], R> job) {
    Broadcast<byte[]>[] broadcasts = broadcast(messages);
    try {
      Waits.describe(spark.sc(), what);
      return job.apply(broadcasts);
    } finally {
      Waits.describe(spark.sc(), null);
      for (Broadcast<byte[]> broadcast : broadcasts) {
        broadcast.destroy();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private Broadcast<byte[]>[] broadcast(Stream<byte[]> messages) {
    return messages.map(spark::broadcast).toArray(Broadcast[]::new);
  }

  /** Broadcasts the mask unless the workers have it; the next round reports the bytes, whoever needed it first. */
  private void send(Mask mask) {
    if (mask.version() == maskVersion && mask.hash() == maskHash) {
      return;
    }
    dropMask();
    byte[] message = MaskCodec.encode(mask);
    maskBroadcast = spark.broadcast(message);
    maskVersion = mask.version();
    maskHash = mask.hash();
    maskBytes += message.length;
  }

  /** Values that one step's probes share. */
  private void dropProbed() {
    if (probedBroadcast != null) {
      probedBroadcast.destroy();
      probedBroadcast = null;
      probed = null;
    }
  }

  private void dropMask() {
    if (maskBroadcast != null) {
      maskBroadcast.destroy();
      maskBroadcast = null;
      maskVersion = -1;
    }
  }

  @Override
  public void close() {
    dropProbed();
    dropMask();
    shelf.close();
    teacher.ifPresent(BroadcastTeacher::destroy);
    executors.close();
    moved.values().forEach(JavaRDD::unpersist);
  }

  /** Where executors came or went, shards move. Those of the caller stay persisted, since they are the caller's. */
  private void spread() {
    if (!executors.haveChanged()) {
      return;
    }
    shards.replaceAll((split, held) -> {
      JavaRDD<Shard> even = executors.spread(split.key(), held);
      if (even != held) {
        JavaRDD<Shard> before = moved.put(split, even);
        if (before != null) {
          before.unpersist(false);
        }
      }
      return even;
    });
  }
}
