package io.gossamer.worker.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.masks.rule.LocalRule;
import io.gossamer.ops.net.Executions;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.cache.SumsCache;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.cache.TeacherMessages;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.shard.BatchOrder;
import io.gossamer.worker.shard.Shard;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiFunction;

/** Answers a probe from the rows of one shard: a pure function of its arguments. */
public final class EvidencePass {
  /** Rows of one batch at most, where their number does not matter and local steps take no more. */
  public static final int BATCH = 256;

  private final TrainSpec spec;
  private final Mask mask;
  private final float[] values;
  private final int threads;
  private final TeacherMessages teacher;

  /**
   * @param threads of the task, the caller included
   * @param teacher of the run
   * @param values in the documented order of {@code mask}
   */
  public EvidencePass(TrainSpec spec, int threads, TeacherMessages teacher, Mask mask, float[] values) {
    this.teacher = teacher;
    this.spec = spec;
    this.threads = threads;
    this.mask = mask;
    this.values = values;
  }

  /** What the shard says. */
  public Answer answer(Probe probe, Shard shard) {
    Rows rows = shard.rows();
    if (rows.count() == 0) {
      return Answer.nothing(shard.index());
    }
    int[] order = new int[rows.count()];
    BatchOrder.order(new Seed(probe.sample().seed()), shard.index(), 0, order.length, order);
    int count = probe.sample().rows() == 0 ? order.length : Math.min(order.length, probe.sample().rows());
    double weight = 0;
    for (int n = 0; n < count; n++) {
      weight += rows.weight(order[n]);
    }
    if (probe.measure() == null) {
      return squares(shard, weight, order, count);
    }
    Question question = new Question(spec, mask.hash(), probe.measure(), probe.sample(), values, probe.direction());
    float[] sums = SumsCache.get(rows, question, () -> withAllPlaces(count,
        (tools, batch) -> dense(tools, batch).of(probe, values, rows, order, count)));
    return Naming.answer(probe, mask.shapes(), shard.index(), weight, sums);
  }

  /** What sums depend on beside the rows. */
  private record Question(
      TrainSpec spec, long mask, Measure measure, Probe.Sample sample, float[] values, float[] direction) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Question asked && mask == asked.mask && measure == asked.measure
          && sample.equals(asked.sample) && spec.equals(asked.spec)
          && Arrays.equals(values, asked.values) && Arrays.equals(direction, asked.direction);
    }

    @Override
    public int hashCode() {
      return Objects.hash(mask, measure, sample);
    }
  }

  /** Full layers run on dense kernels, whatever was measured for the steps between: weights are packed once a pass. */
  private <R> R withAllPlaces(int count, BiFunction<TaskCache.Tools, Integer, R> work) {
    int batch = Math.max(spec.batchSize(), Math.min(BATCH, count));
    TrainSpec dense = new TrainSpec(
        spec.network(), batch, spec.optimizer(), spec.clipping(), spec.learningRate(), Executions.UNMEASURED,
        LocalRule.NONE, spec.teacher());
    return TaskCache.withAllPlaces(dense, threads, teacher, tools -> work.apply(tools, batch));
  }

  private DenseSums dense(TaskCache.Tools tools, int batch) {
    return new DenseSums(tools.network(), mask, batch, spec.batchSize());
  }

  private Answer squares(Shard shard, double weight, int[] order, int count) {
    double[][] squares = mask.patterns().stream().map(p -> new double[p.in()]).toArray(double[][]::new);
    withAllPlaces(count, (tools, batch) -> {
      tools.network().load(dense(tools, batch).full(values));
      tools.network().addInputSquares(shard.rows(), order, 0, count, squares);
      return squares;
    });
    return new Answer(shard.index(), weight, new float[0], new float[0], null, new float[0],
        Arrays.stream(squares).flatMapToDouble(Arrays::stream).toArray());
  }
}
