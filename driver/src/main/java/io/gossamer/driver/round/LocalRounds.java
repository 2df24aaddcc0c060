package io.gossamer.driver.round;

import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.loss.Measures;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Assignment;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rounds in this JVM, one shard after the other, without Spark: the reference for {@link SparkRounds}. */
public final class LocalRounds implements RoundExecutor {
  private final TrainSpec spec;
  private final Map<Split, List<Shard>> shards;
  private int lastMask = -1;

  public LocalRounds(TrainSpec spec, Map<Split, List<Shard>> shards) {
    this.spec = spec;
    this.shards = Map.copyOf(shards);
  }

  @Override
  public RoundResult train(Assignment assignment, Mask mask, float[] values) {
    byte[] maskMessage = MaskCodec.encode(mask);
    List<Update> updates = new ArrayList<>();
    long up = 0;
    long largest = 0;
    for (Shard shard : shards.get(Split.TRAIN)) {
      byte[] message = Message.encode(TaskCache.with(
          spec, mask.version(), mask.hash(), () -> maskMessage,
          tools -> tools.trainer().train(assignment, shard, values)));
      updates.add(Message.decode(message));
      up += message.length;
      largest = Math.max(largest, message.length);
    }
    long maskBytes = mask.version() == lastMask ? 0 : maskMessage.length;
    lastMask = mask.version();
    return new RoundResult(
        updates, new RoundBytes(up, largest, Message.HEADER + 4L * values.length, maskBytes));
  }

  @Override
  public Measures measure(Split split, Mask mask, float[] values) {
    Measures sum = new Measures(spec.network().loss().kind());
    for (Shard shard : shards.getOrDefault(split, List.of())) {
      sum.add(TaskCache.with(spec, mask.version(), mask.hash(), () -> MaskCodec.encode(mask), tools -> {
        tools.network().load(values);
        return EvaluationPass.measure(tools.network(), shard.rows());
      }));
    }
    return sum;
  }

  @Override
  public double[] statistics(Mask mask, float[] values) {
    double[] sum = null;
    for (Shard shard : shards.get(Split.TRAIN)) {
      sum = added(sum, TaskCache.with(spec, mask.version(), mask.hash(), () -> MaskCodec.encode(mask), tools -> {
        tools.network().load(values);
        return StatisticsPass.sums(tools.network(), shard.rows(), spec.batchSize());
      }));
    }
    return sum;
  }

  static double[] added(double[] sum, double[] part) {
    if (sum == null) {
      return part;
    }
    for (int n = 0; n < sum.length; n++) {
      sum[n] += part[n];
    }
    return sum;
  }

  @Override
  public void close() {}
}
