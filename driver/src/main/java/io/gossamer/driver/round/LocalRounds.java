package io.gossamer.driver.round;

import io.gossamer.driver.round.RoundWork.ParticleWork;
import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.loss.Measures;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.codec.Exchange;
import io.gossamer.worker.evidence.EvidencePass;
import io.gossamer.worker.evidence.Probe;
import io.gossamer.worker.measure.EnsemblePass;
import io.gossamer.worker.measure.EvaluationPass;
import io.gossamer.worker.measure.StatisticsPass;
import io.gossamer.worker.round.Message;
import io.gossamer.worker.round.Replica;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.shard.Shard;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Rounds in this JVM, one shard after the other, without Spark: the reference for {@link SparkRounds}. Every update is
 * kept, and averaged when all are there.
 */
public final class LocalRounds implements RoundExecutor {
  private final TrainSpec spec;
  private final Map<Split, List<Shard>> shards;
  private final Exchange exchange;
  private final int threads;
  private final TeacherMessages teacher;
  private int lastMask = -1;

  /**
   * @param threads of a task
   * @param teacher of the run
   */
  public LocalRounds(
      TrainSpec spec, Map<Split, List<Shard>> shards, Exchange exchange, int threads, TeacherMessages teacher) {
    this.teacher = teacher;
    this.threads = threads;
    this.spec = spec;
    this.shards = Map.copyOf(shards);
    this.exchange = exchange;
  }

  /** On one thread, without a teacher. */
  public LocalRounds(TrainSpec spec, Map<Split, List<Shard>> shards, Exchange exchange) {
    this(spec, shards, exchange, 1, TeacherMessages.NONE);
  }

  /** Whose values travel as they are. */
  public LocalRounds(TrainSpec spec, Map<Split, List<Shard>> shards) {
    this(spec, shards, Exchange.EXACT);
  }

  @Override
  public RoundResult train(RoundWork work) {
    byte[] maskMessage = MaskCodec.encode(work.mask());
    Rotation rotation = new Rotation(work.particles().size(), shards.get(Split.TRAIN).size());
    List<byte[]> down = work.particles().stream().map(particle -> down(particle, exchange)).toList();
    Arrived arrived = Arrived.kept(work);
    for (Shard shard : shards.get(Split.TRAIN)) {
      for (int p : rotation.visitors(shard.index(), work.turn())) {
        ParticleWork particle = work.particles().get(p);
        Replica base = Message.decode(down.get(p), work.slots()).replica();
        arrived.add(Message.encodeUp(with(particle.spec(), work.mask(), maskMessage,
            tools -> tools.trainer(particle.spec()).train(particle.assignment(), shard, base)),
            particle.assignment(), base, exchange));
      }
    }
    long maskBytes = work.mask().version() == lastMask ? 0 : maskMessage.length;
    lastMask = work.mask().version();
    return arrived.result(down.stream().mapToLong(m -> m.length).sum(), maskBytes);
  }

  static byte[] down(ParticleWork particle, Exchange exchange) {
    return Message.encodeDown(particle.assignment(), particle.start(), exchange);
  }

  private <R> R with(TrainSpec spec, Mask mask, byte[] message, Function<TaskCache.Tools, R> work) {
    return TaskCache.with(spec, threads, mask.version(), mask.hash(), () -> message, teacher, work);
  }

  @Override
  public List<Measures> measure(Split split, Mask mask, List<float[]> models) {
    byte[] message = MaskCodec.encode(mask);
    List<Measures> sums = new ArrayList<>();
    for (float[] values : models) {
      Measures sum = new Measures(spec.network().loss().kind());
      for (Shard shard : shards.getOrDefault(split, List.of())) {
        sum.add(with(spec, mask, message, tools -> {
          tools.network().load(values);
          return EvaluationPass.measure(tools.network(), shard.rows());
        }));
      }
      sums.add(sum);
    }
    return sums;
  }

  @Override
  public Measures ensemble(Split split, Mask mask, List<float[]> models) {
    byte[] message = MaskCodec.encode(mask);
    Measures sum = new Measures(spec.network().loss().kind());
    for (Shard shard : shards.getOrDefault(split, List.of())) {
      sum.add(with(spec, mask, message, tools -> EnsemblePass.measure(tools.network(), models, shard.rows())));
    }
    return sum;
  }

  @Override
  public double[] statistics(Mask mask, float[] values) {
    double[] sum = null;
    for (Shard shard : shards.get(Split.TRAIN)) {
      sum = added(sum, with(spec, mask, MaskCodec.encode(mask), tools -> {
        tools.network().load(values);
        return StatisticsPass.sums(tools.network(), shard.rows(), spec.batchSize());
      }));
    }
    return sum;
  }

  @Override
  public List<byte[]> probe(Mask mask, float[] values, byte[] probe) {
    EvidencePass pass = new EvidencePass(spec, threads, teacher, mask, values);
    return shards.get(Split.TRAIN).stream().map(shard -> pass.answer(Probe.decode(probe), shard).encode()).toList();
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
