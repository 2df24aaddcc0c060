package io.gossamer.worker.measure;

import io.gossamer.ops.loss.Measures;
import io.gossamer.ops.loss.Probabilities;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.rows.Rows;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Losses and scores of several models that predict together: the mean of their probabilities (methods.md A1, the
 * prediction ensemble). What a soup is compared with; it costs a forward pass a model.
 */
public final class EnsemblePass {
  private EnsemblePass() {}

  /**
   * Measures the models over the rows of one shard.
   *
   * @param network lent for the pass; its values are overwritten
   */
  public static Measures measure(Network network, List<float[]> models, Rows rows) {
    int outputs = network.spec().outputs();
    int[] order = IntStream.range(0, rows.count()).toArray();
    float[] predictions = new float[rows.count() * outputs];
    double[] sums = new double[predictions.length];
    for (float[] values : models) {
      network.load(values);
      network.predict(rows, order, 0, order.length, predictions);
      for (int n = 0; n < sums.length; n++) {
        sums[n] += predictions[n];
      }
    }
    for (int n = 0; n < sums.length; n++) {
      predictions[n] = (float) (sums[n] / models.size());
    }
    Measures measures = new Measures(network.spec().loss().kind());
    Probabilities.measure(network.spec().loss(), rows, predictions, measures);
    return measures;
  }
}
