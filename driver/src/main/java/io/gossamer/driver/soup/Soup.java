package io.gossamer.driver.soup;

import io.gossamer.ops.InvariantBroken;
import java.util.Arrays;
import java.util.List;

/**
 * Averages of models that share one mask, summed in their order in double. Averaging position by position keeps the
 * mask: a soup has exactly the nonzero places of each of its ingredients. Source: Wortsman et al. 2022 (methods.md A4),
 * for sparse models Zimmer et al. 2023 (A1).
 */
public final class Soup {
  private Soup() {}

  /** The plain mean; of one model, the model itself. */
  public static float[] mean(List<float[]> models) {
    double[] weights = new double[models.size()];
    Arrays.fill(weights, 1);
    return weighted(models, weights);
  }

  /**
   * The mean with weights that are divided by their sum.
   *
   * @param weights one a model, not negative
   */
  public static float[] weighted(List<float[]> models, double[] weights) {
    if (models.size() == 1) {
      return models.get(0);
    }
    int length = models.get(0).length;
    double[] sum = new double[length];
    double total = 0;
    for (int m = 0; m < models.size(); m++) {
      float[] values = models.get(m);
      if (values.length != length) {
        throw new InvariantBroken("a soup of models with " + length + " and " + values.length
            + " values; they cannot share one mask");
      }
      for (int p = 0; p < length; p++) {
        sum[p] += weights[m] * values[p];
      }
      total += weights[m];
    }
    float[] mean = new float[length];
    for (int p = 0; p < length; p++) {
      mean[p] = (float) (sum[p] / total);
    }
    return mean;
  }
}
