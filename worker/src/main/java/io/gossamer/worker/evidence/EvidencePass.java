package io.gossamer.worker.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.masks.codec.MaskCodec;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.Rows;
import io.gossamer.worker.cache.TaskCache;
import io.gossamer.worker.round.TrainSpec;
import io.gossamer.worker.shard.BatchOrder;
import io.gossamer.worker.shard.Shard;
import java.util.Arrays;

/** Answers a probe from the rows of one shard: a pure function of its arguments. */
public final class EvidencePass {
  /** Rows of one batch, where their number does not matter. */
  private static final int BATCH = 256;

  private final TrainSpec spec;
  private final Mask mask;
  private final float[] values;

  /** @param values in the documented order of {@code mask} */
  public EvidencePass(TrainSpec spec, Mask mask, float[] values) {
    this.spec = spec;
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
    int batch = Math.max(spec.batchSize(), Math.min(BATCH, count));
    TrainSpec dense = new TrainSpec(
        spec.network(), batch, spec.optimizer(), spec.clipping(), spec.learningRate(), spec.executions());
    Mask full = DenseSums.full(mask);
    double total = weight;
    return TaskCache.with(dense, full.version(), full.hash(), () -> MaskCodec.encode(full), tools -> {
      DenseSums sums = new DenseSums(tools.network(), mask, batch, spec.batchSize());
      if (probe.measure() == null) {
        tools.network().load(sums.full(values));
        return squares(shard, total, tools.network(), rows, order, count);
      }
      return Naming.answer(
          probe, mask.shapes(), shard.index(), total, sums.of(probe, values, rows, order, count));
    });
  }

  private Answer squares(Shard shard, double weight, Network network, Rows rows, int[] order, int count) {
    double[][] squares = mask.patterns().stream().map(p -> new double[p.in()]).toArray(double[][]::new);
    network.addInputSquares(rows, order, 0, count, squares);
    return new Answer(shard.index(), weight, new float[0], new float[0], null, new float[0],
        Arrays.stream(squares).flatMapToDouble(Arrays::stream).toArray());
  }
}
