package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.loss.Measures;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Rounds on Spark: one job a round over cached shards, values down by broadcast, packed messages up by collect. A mask
 * is broadcast once per version.
 */
public final class SparkRounds implements RoundExecutor {
  private final JavaSparkContext spark;
  private final TrainSpec spec;
  private final Map<Split, JavaRDD<Shard>> shards;
  private Broadcast<byte[]> maskBroadcast;
  private int maskVersion = -1;
  private long maskBytes;

  /**
   * @param shards RDDs with one shard per partition, persisted by the caller
   */
  public SparkRounds(JavaSparkContext spark, TrainSpec spec, Map<Split, JavaRDD<Shard>> shards) {
    this.spark = spark;
    this.spec = spec;
    this.shards = Map.copyOf(shards);
  }

  @Override
  public RoundResult train(Assignment assignment, Mask mask, float[] values) {
    send(mask);
    byte[] down = Message.encode(assignment.round(), assignment.particle(), mask.version(), mask.hash(), values);
    Broadcast<byte[]> broadcast = spark.broadcast(down);
    try {
      TrainTask task = new TrainTask(spec, assignment, maskBroadcast, broadcast);
      spark.setJobDescription("gossamer round " + assignment.round());
      List<byte[]> messages = shards.get(Split.TRAIN).map(task::run).collect();
      long up = messages.stream().mapToLong(m -> m.length).sum();
      long largest = messages.stream().mapToLong(m -> m.length).max().orElse(0);
      List<Update> updates = messages.stream()
          .map(Message::decode)
          .sorted(Comparator.comparingInt(Update::shard))
          .toList();
      RoundBytes bytes = new RoundBytes(up, largest, down.length, maskBytes);
      maskBytes = 0;
      return new RoundResult(updates, bytes);
    } finally {
      spark.setJobDescription(null);
      broadcast.destroy();
    }
  }

  @Override
  public Measures measure(Split split, Mask mask, float[] values) {
    LossKind kind = spec.network().loss().kind();
    Measures sum = new Measures(kind);
    if (!shards.containsKey(split)) {
      return sum;
    }
    send(mask);
    Broadcast<byte[]> broadcast = spark.broadcast(Message.encode(0, 0, mask.version(), mask.hash(), values));
    try {
      MeasureTask task = new MeasureTask(spec, maskBroadcast, broadcast);
      spark.setJobDescription("gossamer evaluation on the " + split.key() + " rows");
      shards.get(split).map(task::run).collect().forEach(part -> sum.add(Measures.of(kind, part)));
      return sum;
    } finally {
      spark.setJobDescription(null);
      broadcast.destroy();
    }
  }

  @Override
  public double[] statistics(Mask mask, float[] values) {
    send(mask);
    Broadcast<byte[]> broadcast = spark.broadcast(Message.encode(0, 0, mask.version(), mask.hash(), values));
    try {
      StatisticsTask task = new StatisticsTask(spec, maskBroadcast, broadcast);
      spark.setJobDescription("gossamer statistics of the training rows");
      return shards.get(Split.TRAIN).map(task::run).collect().stream().reduce(null, LocalRounds::added);
    } finally {
      spark.setJobDescription(null);
      broadcast.destroy();
    }
  }

  /** Broadcasts the mask unless the workers have it; the next round reports the bytes, whoever needed it first. */
  private void send(Mask mask) {
    if (mask.version() == maskVersion) {
      return;
    }
    dropMask();
    byte[] message = MaskCodec.encode(mask);
    maskBroadcast = spark.broadcast(message);
    maskVersion = mask.version();
    maskBytes += message.length;
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
    dropMask();
  }

  /** What runs in a task of a training round; captures handles and small values only. */
  private record TrainTask(
      TrainSpec spec, Assignment assignment, Broadcast<byte[]> mask, Broadcast<byte[]> values)
      implements Serializable {
    byte[] run(Shard shard) {
      return TaskCache.with(
          spec, assignment.maskVersion(), assignment.maskHash(), mask::value, tools -> {
            Update down = Message.decode(values.value());
            tools.mask().check("a value message of round " + down.round(), down.maskVersion(), down.maskHash());
            return Message.encode(tools.trainer().train(assignment, shard, down.values()));
          });
    }
  }

  /** What runs in a task of a pass that measures statistics. */
  private record StatisticsTask(TrainSpec spec, Broadcast<byte[]> mask, Broadcast<byte[]> values)
      implements Serializable {
    double[] run(Shard shard) {
      Update down = Message.decode(values.value());
      return TaskCache.with(spec, down.maskVersion(), down.maskHash(), mask::value, tools -> {
        tools.network().load(down.values());
        return StatisticsPass.sums(tools.network(), shard.rows(), spec.batchSize());
      });
    }
  }

  /** What runs in a task of a measuring pass. */
  private record MeasureTask(TrainSpec spec, Broadcast<byte[]> mask, Broadcast<byte[]> values)
      implements Serializable {
    double[] run(Shard shard) {
      Update down = Message.decode(values.value());
      return TaskCache.with(spec, down.maskVersion(), down.maskHash(), mask::value, tools -> {
        tools.network().load(down.values());
        return EvaluationPass.measure(tools.network(), shard.rows()).toArray();
      });
    }
  }
}
