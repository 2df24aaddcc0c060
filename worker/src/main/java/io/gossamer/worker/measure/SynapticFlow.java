package io.gossamer.worker.measure;

import io.gossamer.ops.kernel.KernelChoice;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Window;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How much of what flows through a network goes through each weight: {@code |w * dR/dw|}, R the sum of the outputs when
 * a row of ones meets the absolute values of all weights. Every layer's flow adds up to R, which is why no layer dries
 * out. R is homogeneous in each layer, so each layer is scaled to a mean of one over its fan-in first; that multiplies
 * all flows by the same factor and keeps products of many layers within range. Source: Tanaka et al. 2020, SynFlow
 * (methods.md B6, golden F5); biases count as zero here, as they are before training.
 */
public final class SynapticFlow {
  private final NetworkSpec spec;
  private final List<Pattern> patterns;
  private final Network network;

  public SynapticFlow(NetworkSpec spec, List<Pattern> patterns) {
    this.spec = spec;
    this.patterns = patterns;
    this.network = new Network(spec, patterns, KernelChoice.kernels(), 1);
  }

  /**
   * Flow at each kept place, in the documented order of the patterns, up to a common factor.
   *
   * @param values in the documented order
   */
  public double[] of(float[] values) {
    float[] positive = positive(values);
    network.load(positive);
    float[] gradient = new float[values.length];
    network.flow(ones(), gradient);
    double[] flow = new double[patterns.stream().mapToInt(Pattern::nnz).sum()];
    for (int p = 0; p < flow.length; p++) {
      flow[p] = Math.abs((double) positive[p] * gradient[p]);
    }
    return flow;
  }

  /** Absolute values, layers scaled, biases as if there were none. */
  private float[] positive(float[] values) {
    float[] positive = new float[values.length];
    List<Window> windows = network.layout().windows();
    for (int l = 0; l < windows.size(); l++) {
      Window window = windows.get(l);
      double scale = l < patterns.size() ? scale(patterns.get(l), window, values) : 1;
      for (int p = window.offset(); p < window.end() && window.role() != Role.BIAS; p++) {
        positive[p] = (float) (scale * Math.abs(values[p]));
      }
    }
    return positive;
  }

  private static double scale(Pattern pattern, Window window, float[] values) {
    double sum = 0;
    for (int p = window.offset(); p < window.end(); p++) {
      sum += Math.abs(values[p]);
    }
    return sum == 0 ? 1 : pattern.out() / sum;
  }

  private Rows ones() {
    int features = spec.inputs();
    float[] ones = new float[features];
    Arrays.fill(ones, 1);
    return spec.sparseRows()
        ? new CsrRows(
            features, new int[] {0, features}, IntStream.range(0, features).toArray(), ones, new float[1], null)
        : new DenseRows(features, ones, new float[1], null);
  }
}
