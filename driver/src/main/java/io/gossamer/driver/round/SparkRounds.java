package io.gossamer.driver.round;

import io.gossamer.driver.round.RoundWork.ParticleWork;
import io.gossamer.driver.spark.TaskCores;
import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.evidence.EvidencePass;
import io.gossamer.worker.evidence.Probe;
import io.gossamer.worker.measure.EnsemblePass;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Rounds on Spark: one job a round over cached shards, values down by one broadcast a particle that only the tasks
 * which train it fetch, packed messages up by collect. A mask is broadcast once per version.
 */
public final class SparkRounds implements RoundExecutor {
  private final JavaSparkContext spark;
  private final TrainSpec spec;
  private final Executors executors;
  private final Map<Split, JavaRDD<Shard>> shards;
  private final Exchange exchange;
  private final Map<Split, JavaRDD<Shard>> moved = new EnumMap<>(Split.class);
  private Broadcast<byte[]> maskBroadcast;
  private int maskVersion = -1;
  private long maskHash;
  private long maskBytes;
  private float[] probed;
  private Broadcast<byte[]> probedBroadcast;

  /**
   * @param shards RDDs with one shard per partition, persisted by the caller
   */
  public SparkRounds(
      JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards, Exchange exchange) {
    this.spark = spark;
    this.spec = spec;
    this.executors = new Executors(spark);
    this.shards = new EnumMap<>(shards);
    this.exchange = exchange;
  }

  /** Whose values travel as they are. */
  public SparkRounds(JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards) {
    this(spark, spec, shards, Exchange.EXACT);
  }

  @Override
  public RoundResult train(RoundWork work) {
    dropProbed();
    spread();
    send(work.mask());
    JavaRDD<Shard> training = shards.get(Split.TRAIN);
    Rotation rotation = new Rotation(work.particles().size(), training.getNumPartitions());
    List<byte[]> down = LocalRounds.down(work, exchange);
    return run("round " + work.round(), down, values -> {
      TrainTask task = new TrainTask(
          work.particles().stream().map(ParticleWork::spec).toArray(TrainSpec[]::new),
          work.particles().stream().map(ParticleWork::assignment).toArray(Assignment[]::new),
          rotation.particles(), rotation.shards(), work.turn(), exchange, maskBroadcast, values);
      List<byte[]> messages = training.flatMap(task::run).collect();
      RoundResult result = LocalRounds.result(work, down, messages, maskBytes);
      maskBytes = 0;
      return result;
    });
  }

  @Override
  public List<Measures> measure(Split split, Mask mask, List<float[]> models) {
    LossKind kind = spec.network().loss().kind();
    List<Measures> sums = models.stream().map(model -> new Measures(kind)).toList();
    if (!shards.containsKey(split)) {
      return sums;
    }
    return run("evaluation on the " + split.key() + " rows", messages(mask, models), values -> {
      MeasureTask task = new MeasureTask(spec, maskBroadcast, values);
      for (double[][] parts : shards.get(split).map(task::run).collect()) {
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
    return run("ensemble on the " + split.key() + " rows", messages(mask, models), values -> {
      EnsembleTask task = new EnsembleTask(spec, maskBroadcast, values);
      shards.get(split).map(task::run).collect().forEach(part -> sum.add(Measures.of(kind, part)));
      return sum;
    });
  }

  @Override
  public double[] statistics(Mask mask, float[] values) {
    return run("statistics of the training rows", messages(mask, List.of(values)), broadcasts -> {
      StatisticsTask task = new StatisticsTask(spec, maskBroadcast, broadcasts[0]);
      return shards.get(Split.TRAIN).map(task::run).collect().stream().reduce(null, LocalRounds::added);
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
    return run("evidence for the mask", List.of(probe), broadcasts -> {
      ProbeTask task = new ProbeTask(spec, maskBroadcast, probedBroadcast, broadcasts[0]);
      return shards.get(Split.TRAIN).map(task::run).collect();
    });
  }

  private List<byte[]> messages(Mask mask, List<float[]> models) {
    send(mask);
    return models.stream().map(values -> Message.encode(0, 0, mask.version(), mask.hash(), values)).toList();
  }

  /** A job with a broadcast for each message, which ends with it. */
  private <R> R run(String what, List<byte[]> messages, Function<Broadcast<byte[]>[], R> job) {
    Broadcast<byte[]>[] broadcasts = broadcast(messages);
    try {
      spark.setJobDescription("gossamer " + what);
      return job.apply(broadcasts);
    } finally {
      spark.setJobDescription(null);
      for (Broadcast<byte[]> broadcast : broadcasts) {
        broadcast.destroy();
      }
    }
  }

  @SuppressWarnings("unchecked")
  private Broadcast<byte[]>[] broadcast(List<byte[]> messages) {
    return messages.stream().map(spark::broadcast).toArray(Broadcast[]::new);
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

  /** What runs in a task of a training round; captures handles and small values only. */
  private record TrainTask(
      TrainSpec[] specs, Assignment[] assignments, int particles, int shards, int turn, Exchange exchange,
      Broadcast<byte[]> mask, Broadcast<byte[]>[] values)
      implements Serializable {
    Iterator<byte[]> run(Shard shard) {
      return new Rotation(particles, shards).visitors(shard.index(), turn).stream()
          .map(particle -> train(particle, shard)).iterator();
    }

    private byte[] train(int particle, Shard shard) {
      Assignment assignment = assignments[particle];
      return TaskCache.with(
          specs[particle], TaskCores.threads(), assignment.maskVersion(), assignment.maskHash(), mask::value, tools -> {
            Update down = Message.decode(values[particle].value());
            tools.mask().check("a value message of round " + down.round(), down.maskVersion(), down.maskHash());
            Update up = tools.trainer(specs[particle]).train(assignment, shard, down.values());
            return Message.encodeUp(up, assignment, down.values(), exchange);
          });
    }
  }

  /** What runs in a task of a pass that measures statistics. */
  private record StatisticsTask(TrainSpec spec, Broadcast<byte[]> mask, Broadcast<byte[]> values)
      implements Serializable {
    double[] run(Shard shard) {
      Update down = Message.decode(values.value());
      return TaskCache.with(spec, TaskCores.threads(), down.maskVersion(), down.maskHash(), mask::value, tools -> {
        tools.network().load(down.values());
        return StatisticsPass.sums(tools.network(), shard.rows(), spec.batchSize());
      });
    }
  }

  /** What runs in a task of a pass that gathers evidence. */
  private record ProbeTask(
      TrainSpec spec, Broadcast<byte[]> mask, Broadcast<byte[]> values, Broadcast<byte[]> probe)
      implements Serializable {
    byte[] run(Shard shard) {
      Update down = Message.decode(values.value());
      Mask decoded = MaskCodec.decode(mask.value(), TaskCache.shapes(spec.network()));
      decoded.check("a value message for evidence", down.maskVersion(), down.maskHash());
      return new EvidencePass(spec, TaskCores.threads(), decoded, down.values())
          .answer(Probe.decode(probe.value()), shard).encode();
    }
  }

  /** What runs in a task of a pass in which models predict together. */
  private record EnsembleTask(TrainSpec spec, Broadcast<byte[]> mask, Broadcast<byte[]>[] values)
      implements Serializable {
    double[] run(Shard shard) {
      List<Update> models = Stream.of(values).map(value -> Message.decode(value.value())).toList();
      Update first = models.get(0);
      return TaskCache.with(spec, TaskCores.threads(), first.maskVersion(), first.maskHash(), mask::value, tools ->
          EnsemblePass.measure(tools.network(), models.stream().map(Update::values).toList(), shard.rows()).toArray());
    }
  }

  /** What runs in a task of a measuring pass: one model after the other. */
  private record MeasureTask(TrainSpec spec, Broadcast<byte[]> mask, Broadcast<byte[]>[] values)
      implements Serializable {
    double[][] run(Shard shard) {
      return IntStream.range(0, values.length).mapToObj(n -> measure(values[n], shard)).toArray(double[][]::new);
    }

    private double[] measure(Broadcast<byte[]> model, Shard shard) {
      Update down = Message.decode(model.value());
      return TaskCache.with(spec, TaskCores.threads(), down.maskVersion(), down.maskHash(), mask::value, tools -> {
        tools.network().load(down.values());
        return EvaluationPass.measure(tools.network(), shard.rows()).toArray();
      });
    }
  }
}
