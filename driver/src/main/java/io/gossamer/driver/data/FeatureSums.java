package io.gossamer.driver.data;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.io.Serializable;
import java.util.Arrays;

/**
 * Mean, squared deviations and extremes of each feature over one shard's rows, in row order; merged in shard order they
 * are the same for any input order. Deviations are taken from the mean, since sums of squares lose a feature whose mean
 * is far from zero. Source of the merge: Chan, Golub and LeVeque 1979, equation 2.1.
 */
final class FeatureSums implements Serializable {
  private static final long serialVersionUID = 1L;

  private long rows;
  private final double[] mean;
  private final double[] deviations;
  private final float[] least;
  private final float[] most;

  FeatureSums(int features) {
    mean = new double[features];
    deviations = new double[features];
    least = new float[features];
    most = new float[features];
    Arrays.fill(least, Float.POSITIVE_INFINITY);
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
  }

  static FeatureSums of(Rows rows) {
    FeatureSums sums = new FeatureSums(rows.features());
    sums.rows = rows.count();
    if (rows.count() > 0) {
      if (rows instanceof DenseRows dense) {
        sums.fill(dense);
      } else {
        sums.fill((CsrRows) rows);
      }
    }
    return sums;
  }

  private void fill(DenseRows dense) {
    float[] values = dense.values();
    int width = dense.features();
    for (int row = 0; row < rows; row++) {
      for (int f = 0; f < width; f++) {
        extend(f, values[row * width + f]);
        mean[f] += values[row * width + f];
      }
    }
    divideMeans();
    for (int row = 0; row < rows; row++) {
      for (int f = 0; f < width; f++) {
        double deviation = values[row * width + f] - mean[f];
        deviations[f] += deviation * deviation;
      }
    }
  }

  private void fill(CsrRows sparse) {
    int[] stored = new int[mean.length];
    for (int n = 0; n < sparse.values().length; n++) {
      int f = sparse.columns()[n];
      stored[f]++;
      extend(f, sparse.values()[n]);
      mean[f] += sparse.values()[n];
    }
    divideMeans();
    for (int n = 0; n < sparse.values().length; n++) {
      double deviation = sparse.values()[n] - mean[sparse.columns()[n]];
      deviations[sparse.columns()[n]] += deviation * deviation;
    }
    for (int f = 0; f < mean.length; f++) {
      long zeros = rows - stored[f];
      if (zeros > 0) {
        extend(f, 0);
        deviations[f] += zeros * mean[f] * mean[f];
      }
    }
  }

  private void extend(int feature, float value) {
    least[feature] = Math.min(least[feature], value);
    most[feature] = Math.max(most[feature], value);
  }

  private void divideMeans() {
    for (int f = 0; f < mean.length; f++) {
      mean[f] /= rows;
    }
  }

  void add(FeatureSums other) {
    long all = rows + other.rows;
    for (int f = 0; other.rows > 0 && f < mean.length; f++) {
      double apart = other.mean[f] - mean[f];
      deviations[f] += other.deviations[f] + apart * apart * rows * other.rows / all;
      mean[f] += apart * other.rows / all;
      least[f] = Math.min(least[f], other.least[f]);
      most[f] = Math.max(most[f], other.most[f]);
    }
    rows = all;
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
    float[] offset = new float[sparse ? 0 : mean.length];
    float[] factor = new float[mean.length];
    for (int f = 0; f < mean.length; f++) {
      boolean constant = least[f] == most[f];
      factor[f] = constant ? 1 : inverse(Math.sqrt(deviations[f] / rows));
      if (!sparse) {
        offset[f] = constant ? least[f] : (float) mean[f];
      }
    }
    return new Scaling(ScalingKind.STANDARD, offset, factor);
  }

  private Scaling minMax() {
    float[] factor = new float[mean.length];
    for (int f = 0; f < factor.length; f++) {
      factor[f] = inverse((double) most[f] - least[f]);
    }
    return new Scaling(ScalingKind.MIN_MAX, least.clone(), factor);
  }

  private Scaling largestMagnitude() {
    float[] factor = new float[mean.length];
    for (int f = 0; f < factor.length; f++) {
      factor[f] = inverse(Math.max(Math.abs(least[f]), Math.abs(most[f])));
    }
    return new Scaling(ScalingKind.MIN_MAX, new float[0], factor);
  }

  private Scaling global() {
    double of = Arrays.stream(mean).sum() / mean.length;
    double spread = 0;
    float smallest = Float.POSITIVE_INFINITY;
    float largest = Float.NEGATIVE_INFINITY;
    for (int f = 0; f < mean.length; f++) {
      spread += deviations[f] / rows + (mean[f] - of) * (mean[f] - of);
      smallest = Math.min(smallest, least[f]);
      largest = Math.max(largest, most[f]);
    }
    float[] offset = new float[mean.length];
    float[] factor = new float[mean.length];
    Arrays.fill(offset, (float) of);
    Arrays.fill(factor, smallest == largest ? 1 : inverse(Math.sqrt(spread / mean.length)));
    return new Scaling(ScalingKind.GLOBAL, offset, factor);
  }

  /** 1 for zero, and for what is too small to divide by in float. */
  private static float inverse(double extent) {
    float inverse = (float) (1 / extent);
    return Float.isFinite(inverse) ? inverse : 1;
  }
}
