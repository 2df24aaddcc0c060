package io.gossamer.worker.evidence;

import io.gossamer.masks.Mask;
import io.gossamer.masks.evidence.Measure;
import io.gossamer.ops.net.Network;
import io.gossamer.ops.net.NetworkSpec;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.pattern.Patterns;
import io.gossamer.ops.random.Seed;
import io.gossamer.ops.rows.Rows;
import io.gossamer.ops.values.ParameterLayout;
import io.gossamer.ops.values.Window;
import java.util.Arrays;
import java.util.List;

/**
 * Sums over the rows of a shard at every place of the weight matrices, kept or not. Runs the network with every place
 * there and zeros where the mask keeps none, which computes the same function. Added up in double, batch after batch,
 * and rounded once.
 */
final class DenseSums {
  /** Length of the step by which gradients are differenced, in units of the direction's norm (methods.md B5). */
  private static final double DIFFERENCE = 1e-3;

  private final Network network;
  private final Mask mask;
  private final int batchSize;
  private final int momentumBatch;

  /**
   * @param network full, for batches of {@code batchSize}
   * @param momentumBatch rows of a local step
   */
  DenseSums(Network network, Mask mask, int batchSize, int momentumBatch) {
    this.network = network;
    this.mask = mask;
    this.batchSize = batchSize;
    this.momentumBatch = momentumBatch;
  }

  /** Values on the mask, written out over all places; what is dense follows unchanged. */
  float[] full(float[] values) {
    float[] full = new float[network.layout().length()];
    int at = 0;
    for (int l = 0; l < mask.patterns().size(); l++) {
      int window = window(l).offset();
      for (int place : Patterns.flat(mask.patterns().get(l))) {
        full[window + place] = values[at++];
      }
    }
    int dense = values.length - at;
    System.arraycopy(values, at, full, full.length - dense, dense);
    return full;
  }

  private Window window(int l) {
    return network.layout().windows().get(l);
  }

  /** Sums over the rows {@code order[0 .. count)}, in the documented order of the full network. */
  float[] of(Probe probe, float[] values, Rows rows, int[] order, int count) {
    return switch (probe.measure()) {
      case GRADIENT -> rounded(gradient(probe, full(values), rows, order, count));
      case SQUARED_GRADIENT -> rounded(squares(probe, full(values), rows, order, count));
      case MOMENTUM -> rounded(momentum(probe, full(values), rows, order, count));
      case HESSIAN_GRADIENT -> rounded(hessian(probe, full(values), rows, order, count));
    };
  }

  private double[] gradient(Probe probe, float[] full, Rows rows, int[] order, int count) {
    double temperature = probe.sample().temperature();
    network.load(scaled(full, temperature));
    double[] sum = new double[full.length];
    for (int from = 0; from < count; from += batchSize) {
      int here = Math.min(batchSize, count - from);
      network.gradient(rows, order, from, here, draws(probe, from));
      add(network.gradients(), weight(rows, order, from, here), sum);
    }
    return unscaled(documented(sum), temperature);
  }

  /** The square of each single row's gradient. */
  private double[] squares(Probe probe, float[] full, Rows rows, int[] order, int count) {
    network.load(full);
    double[] sum = new double[full.length];
    for (int n = 0; n < count; n++) {
      network.gradient(rows, order, n, 1, draws(probe, n));
      double weight = rows.weight(order[n]);
      float[] gradients = network.gradients();
      for (int p = 0; p < sum.length; p++) {
        sum[p] += weight * gradients[p] * gradients[p];
      }
    }
    return documented(sum);
  }

  private double[] momentum(Probe probe, float[] full, Rows rows, int[] order, int count) {
    network.load(full);
    double[] sum = new double[full.length];
    for (int from = 0; from < count; from += momentumBatch) {
      int here = Math.min(momentumBatch, count - from);
      network.gradient(rows, order, from, here, draws(probe, from));
      for (int p = 0; p < sum.length; p++) {
        sum[p] *= probe.sample().momentum();
      }
      add(network.gradients(), weight(rows, order, from, here), sum);
    }
    return documented(sum);
  }

  /** Half the difference of the gradients on both sides, by the step. */
  private double[] hessian(Probe probe, float[] full, Rows rows, int[] order, int count) {
    double norm = 0;
    for (float component : probe.direction()) {
      norm += (double) component * component;
    }
    if (norm == 0) {
      return new double[full.length];
    }
    double step = DIFFERENCE / Math.sqrt(norm);
    double[] above = gradient(probe, moved(full, probe.direction(), step), rows, order, count);
    double[] below = gradient(probe, moved(full, probe.direction(), -step), rows, order, count);
    for (int p = 0; p < above.length; p++) {
      above[p] = (above[p] - below[p]) / (2 * step);
    }
    return above;
  }

  private float[] moved(float[] full, float[] direction, double step) {
    float[] moved = full.clone();
    int at = 0;
    for (int l = 0; l < mask.patterns().size(); l++) {
      for (int place : Patterns.flat(mask.patterns().get(l))) {
        moved[window(l).offset() + place] += (float) (step * direction[at++]);
      }
    }
    return moved;
  }

  /** Dividing the last layer by a temperature divides the logits by it. */
  private float[] scaled(float[] full, double temperature) {
    float[] scaled = full.clone();
    for (Window window : logitWindows(temperature)) {
      for (int p = window.offset(); p < window.end(); p++) {
        scaled[p] /= (float) temperature;
      }
    }
    return scaled;
  }

  private double[] unscaled(double[] gradient, double temperature) {
    for (Window window : logitWindows(temperature)) {
      for (int p = window.offset(); p < window.end(); p++) {
        gradient[p] /= temperature;
      }
    }
    return gradient;
  }

  /** Weight and bias of the layer that makes the logits. */
  private List<Window> logitWindows(double temperature) {
    NetworkSpec spec = network.spec();
    String last = spec.nodes().get(spec.nodes().size() - 1).name() + ".";
    ParameterLayout layout = network.layout();
    return temperature == 1 ? List.of()
        : layout.windows().stream().filter(window -> window.name().startsWith(last)).toList();
  }

  private static long draws(Probe probe, int from) {
    return new Seed(probe.sample().seed()).child("evidence step", from).state();
  }

  private static double weight(Rows rows, int[] order, int from, int count) {
    double sum = 0;
    for (int n = from; n < from + count; n++) {
      sum += rows.weight(order[n]);
    }
    return sum;
  }

  private static void add(float[] gradients, double weight, double[] sum) {
    for (int p = 0; p < sum.length && weight > 0; p++) {
      sum[p] += weight * gradients[p];
    }
  }

  private double[] documented(double[] resident) {
    double[] documented = new double[resident.length];
    network.toDocumented(resident, documented);
    for (Window window : network.layout().windows()) {
      if (!window.trained()) {
        Arrays.fill(documented, window.offset(), window.end(), 0);
      }
    }
    return documented;
  }

  private static float[] rounded(double[] sums) {
    float[] rounded = new float[sums.length];
    for (int p = 0; p < sums.length; p++) {
      rounded[p] = (float) sums[p];
    }
    return rounded;
  }
}
