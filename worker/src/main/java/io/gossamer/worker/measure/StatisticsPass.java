package io.gossamer.worker.measure;

import io.gossamer.ops.layer.BatchNorm;
import io.gossamer.ops.layer.Node;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.values.ParameterLayout;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Measures the statistics of all batch-norm layers anew, at fixed weights, in one pass. A shard gives sums (count, sum,
 * sum of squares per channel) in double; their sum over shards, in shard order, is exactly that of all rows, whatever
 * computed it. Each layer sees inputs that the layers before it normalised by their batch, as in training (methods.md
 * A5.2).
 */
public final class StatisticsPass {
  private StatisticsPass() {}

  /** Whether a network has anything to measure. */
  public static boolean isNeeded(NetworkSpec network) {
    return network.nodes().stream().anyMatch(StatisticsPass::moves);
  }

  private static boolean moves(Node node) {
    return node.layer() instanceof BatchNorm && !node.frozen();
  }

  /**
   * Sums over the rows of a shard, layer by layer: count, then sums, then squares. The network must hold the values.
   *
   * @param batch rows of one batch
   */
  public static double[] sums(Network network, Rows rows, int batch) {
    List<BatchNorm.Statistics> layers = network.statistics();
    double[] sums = new double[layers.stream().mapToInt(layer -> 1 + 2 * layer.channels()).sum()];
    int[] order = IntStream.range(0, rows.count()).toArray();
    for (int from = 0; from < order.length; from += batch) {
      network.observe(rows, order, from, Math.min(batch, order.length - from));
      int at = 0;
      for (BatchNorm.Statistics layer : layers) {
        sums[at++] += layer.count();
        for (int c = 0; c < layer.channels(); c++) {
          sums[at + c] += layer.sum(c);
          sums[at + layer.channels() + c] += layer.squares(c);
        }
        at += 2 * layer.channels();
      }
    }
    return sums;
  }

  /** A copy of {@code values}, in the documented order, with statistics made of {@code sums}. */
  public static float[] apply(NetworkSpec network, List<Pattern> patterns, float[] values, double[] sums) {
    ParameterLayout layout = network.layout(patterns);
    float[] result = values.clone();
    int at = 0;
    for (Node node : network.nodes()) {
      if (moves(node)) {
        int mean = layout.window(node.name() + ".mean").offset();
        int square = layout.window(node.name() + ".square").offset();
        int channels = square - mean;
        double count = sums[at++];
        for (int c = 0; c < channels; c++) {
          result[mean + c] = (float) (sums[at + c] / count);
          result[square + c] = (float) (sums[at + channels + c] / count);
        }
        at += 2 * channels;
      }
    }
    return result;
  }
}
