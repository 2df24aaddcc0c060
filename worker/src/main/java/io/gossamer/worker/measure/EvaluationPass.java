package io.gossamer.worker.measure;

import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.rows.Rows;

/** Losses and scores of a network over the rows of one shard, in the order they lie in. */
public final class EvaluationPass {
  private EvaluationPass() {}

  /** The network must hold the values to be measured. */
  public static Measures measure(Network network, Rows rows) {
    Measures measures = new Measures(network.spec().loss().kind());
    int[] order = new int[rows.count()];
    for (int n = 0; n < order.length; n++) {
      order[n] = n;
    }
    network.measure(rows, order, 0, order.length, measures);
    return measures;
  }
}
