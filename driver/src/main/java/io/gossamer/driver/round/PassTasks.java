package io.gossamer.driver.round;

import io.gossamer.driver.spark.TaskCores;
import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.evidence.EvidencePass;
import io.gossamer.worker.evidence.Probe;
import io.gossamer.worker.measure.EnsemblePass;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.round.Update;
import io.gossamer.worker.shard.Shard;
import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.broadcast.Broadcast;

/** What runs in the tasks of passes over the shards that train nothing; all capture handles and small values only. */
final class PassTasks {
  private PassTasks() {}

  /** From what a task compiles the network, or borrows it. */
  record Compiled(TrainSpec spec, TeacherMessages teacher, Broadcast<byte[]> mask) implements Serializable {
    /** Lends the network under the mask that {@code model} names. */
    private <R> R with(Update model, Function<TaskCache.Tools, R> work) {
      return TaskCache.with(
          spec, TaskCores.threads(), model.maskVersion(), model.maskHash(), mask::value, teacher, work);
    }
  }

  /** Sums for batch norms. */
  record Statistics(Compiled compiled, Broadcast<byte[]> values) implements ShardJob.Work<double[]> {
    @Override
    public double[] on(Shard shard) {
      Update model = Message.decode(values.value());
      return compiled.with(model, tools -> {
        tools.network().load(model.values());
        return StatisticsPass.sums(tools.network(), shard.rows(), compiled.spec().batchSize());
      });
    }
  }

  /** Answers to what a mask method asks. */
  record Evidence(Compiled compiled, Broadcast<byte[]> values, Broadcast<byte[]> probe)
      implements ShardJob.Work<byte[]> {
    @Override
    public byte[] on(Shard shard) {
      Update model = Message.decode(values.value());
      Mask mask = MaskCodec.decode(compiled.mask().value(), TaskCache.shapes(compiled.spec().network()));
      mask.check("a value message for evidence", model.maskVersion(), model.maskHash());
      return new EvidencePass(compiled.spec(), TaskCores.threads(), compiled.teacher(), mask, model.values())
          .answer(Probe.decode(probe.value()), shard).encode();
    }
  }

  /** What models predict together. */
  record Ensemble(Compiled compiled, Broadcast<byte[]>[] values) implements ShardJob.Work<double[]> {
    @Override
    public double[] on(Shard shard) {
      List<Update> models = Stream.of(values).map(value -> Message.decode(value.value())).toList();
      return compiled.with(models.get(0), tools ->
          EnsemblePass.measure(tools.network(), models.stream().map(Update::values).toList(), shard.rows()).toArray());
    }
  }

  /** One model after the other. */
  record Evaluation(Compiled compiled, Broadcast<byte[]>[] values) implements ShardJob.Work<double[][]> {
    @Override
    public double[][] on(Shard shard) {
      return Stream.of(values).map(value -> measure(Message.decode(value.value()), shard)).toArray(double[][]::new);
    }

    private double[] measure(Update model, Shard shard) {
      return compiled.with(model, tools -> {
        tools.network().load(model.values());
        return EvaluationPass.measure(tools.network(), shard.rows()).toArray();
      });
    }
  }
}
