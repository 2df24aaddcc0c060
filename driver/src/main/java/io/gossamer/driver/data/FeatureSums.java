package io.gossamer.driver.data;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.io.Serializable;

/** Per-feature sums of one shard's rows, in row order; added up in shard order they are the same for any input order. */
final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private long rows;
  private final double[] sum;
  private final double[] squares;
  private final float[] least;
  private final float[] most;

  FeatureSums(int features) {
    sum = new double[features];
    squares = new double[features];
    least = new float[features];
    most = new float[features];
  }

  static FeatureSums of(Rows rows) {
    FeatureSums sums = new FeatureSums(rows.features());
    sums.rows = rows.count();
    if (rows instanceof DenseRows dense) {
      for (int n = 0; n < dense.values().length; n++) {
        sums.add(n % dense.features(), dense.values()[n], n < dense.features());
      }
    } else {
      CsrRows sparse = (CsrRows) rows;
      for (int n = 0; n < sparse.values().length; n++) {
        sums.add(sparse.columns()[n], sparse.values()[n], false);
      }
    }
    return sums;
  }

  /** Sparse rows always count zero as seen, which is why their extremes start there. */
  private void add(int feature, float value, boolean first) {
    sum[feature] += value;
    squares[feature] += (double) value * value;
    least[feature] = first ? value : Math.min(least[feature], value);
    most[feature] = first ? value : Math.max(most[feature], value);
  }

  void add(FeatureSums other) {
    boolean first = rows == 0;
    for (int f = 0; other.rows > 0 && f < sum.length; f++) {
      sum[f] += other.sum[f];
      squares[f] += other.squares[f];
      least[f] = first ? other.least[f] : Math.min(least[f], other.least[f]);
      most[f] = first ? other.most[f] : Math.max(most[f], other.most[f]);
    }
    rows += other.rows;
  }

  Scaling scaling(ScalingKind kind, boolean sparse) {
    return switch (kind) {
      case NONE -> Scaling.NONE;
      case STANDARD -> standard(sparse);
      case MIN_MAX -> sparse ? largestMagnitude() : minMax();
      case GLOBAL -> global();
    };
  }

  private Scaling standard(boolean sparse) {
    float[] offset = new float[sparse ? 0 : sum.length];
    float[] factor = new float[sum.length];
    for (int f = 0; f < sum.length; f++) {
      double mean = sum[f] / rows;
      factor[f] = inverseDeviation(squares[f] / rows - mean * mean);
      if (!sparse) {
        offset[f] = (float) mean;
      }
    }
    return new Scaling(ScalingKind.STANDARD, offset, factor);
  }

  private Scaling minMax() {
    float[] factor = new float[sum.length];
    for (int f = 0; f < factor.length; f++) {
      double range = (double) most[f] - least[f];
      factor[f] = range > 0 ? (float) (1 / range) : 1;
    }
    return new Scaling(ScalingKind.MIN_MAX, least.clone(), factor);
  }

  private Scaling largestMagnitude() {
    float[] factor = new float[sum.length];
    for (int f = 0; f < factor.length; f++) {
      float largest = Math.max(Math.abs(least[f]), Math.abs(most[f]));
      factor[f] = largest > 0 ? 1 / largest : 1;
    }
    return new Scaling(ScalingKind.MIN_MAX, new float[0], factor);
  }

  private Scaling global() {
    double total = 0;
    double totalSquares = 0;
    for (int f = 0; f < sum.length; f++) {
      total += sum[f];
      totalSquares += squares[f];
    }
    double count = (double) rows * sum.length;
    double mean = total / count;
    float[] offset = new float[sum.length];
    float[] factor = new float[sum.length];
    java.util.Arrays.fill(offset, (float) mean);
    java.util.Arrays.fill(factor, inverseDeviation(totalSquares / count - mean * mean));
    return new Scaling(ScalingKind.GLOBAL, offset, factor);
  }

  /** 1 for a constant feature, also where rounding leaves a trace of variance. */
  private static float inverseDeviation(double variance) {
    return variance > 1e-12 ? (float) (1 / Math.sqrt(variance)) : 1;
  }
}
