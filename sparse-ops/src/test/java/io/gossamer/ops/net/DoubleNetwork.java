package io.gossamer.ops.net;

import io.gossamer.ops.loss.LossKind;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.values.ParameterLayout;
import java.util.List;

/** The same network written once more, in double and row by row: what gradients are checked against. */
final class DoubleNetwork {
  private final NetworkSpec spec;
  private final List<Pattern> patterns;
  private final ParameterLayout layout;

  DoubleNetwork(NetworkSpec spec, List<Pattern> patterns) {
    this.spec = spec;
    this.patterns = patterns;
    this.layout = ParameterLayout.of(spec.names(), patterns);
  }

  /** Weighted mean loss of all rows. */
  double loss(double[] values, DenseRows rows) {
    double sum = 0;
    double weights = 0;
    for (int row = 0; row < rows.count(); row++) {
      double[] logits = forward(values, rows, row);
      sum += rows.weight(row) * loss(spec.loss(), logits, rows.label(row));
      weights += rows.weight(row);
    }
    return sum / weights;
  }

  private double[] forward(double[] values, DenseRows rows, int row) {
    double[] x = new double[spec.inputs()];
    for (int f = 0; f < x.length; f++) {
      x[f] = rows.values()[row * x.length + f];
    }
    for (int l = 0; l < patterns.size(); l++) {
      Pattern pattern = patterns.get(l);
      double[] y = new double[pattern.out()];
      for (int o = 0; o < y.length; o++) {
        y[o] = values[layout.bias(l).offset() + o];
        for (int k = pattern.rowStarts()[o]; k < pattern.rowStarts()[o + 1]; k++) {
          y[o] += values[layout.weight(l).offset() + k] * x[pattern.columns()[k]];
        }
        y[o] = l < patterns.size() - 1 ? Math.max(y[o], 0) : y[o];
      }
      x = y;
    }
    return x;
  }

  private static double loss(LossKind kind, double[] logits, float label) {
    return switch (kind) {
      case SOFTMAX -> {
        double total = 0;
        for (double logit : logits) {
          total += Math.exp(logit);
        }
        yield Math.log(total) - logits[(int) label];
      }
      case LOGISTIC -> Math.log1p(Math.exp(label > 0.5f ? -logits[0] : logits[0]));
      case SQUARED -> 0.5 * (logits[0] - label) * (logits[0] - label);
    };
  }
}
