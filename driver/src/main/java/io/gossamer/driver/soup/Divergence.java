package io.gossamer.driver.soup;

import java.util.List;

/**
 * How far particles have gone from each other, over their kept weights (methods.md A1). All pairs count up to
 * {@link #ALL_PAIRS} particles; of more, each with the next, the last with the first.
 *
 * @param meanDistance Euclidean
 * @param meanAngle between the weight vectors, in degrees
 */
public record Divergence(
    double minDistance, double meanDistance, double maxDistance, double meanAngle, double maxAngle) {
  /** Particles up to which every pair is measured: beyond, the driver would spend the round on it. */
  static final int ALL_PAIRS = 16;

  /**
   * Of at least two models.
   *
   * @param nnz leading values of each that are kept weights
   */
  public static Divergence of(List<float[]> models, int nnz) {
    int count = models.size();
    double[] distances = {Double.POSITIVE_INFINITY, 0, 0};
    double[] angles = {0, 0};
    int pairs = 0;
    for (int a = 0; a < count; a++) {
      int last = count <= ALL_PAIRS ? count : a + 2;
      float[] model = models.get(a);
      for (int b = a + 1; b < last; b++) {
        add(model, models.get(b % count), nnz, distances, angles);
        pairs++;
      }
    }
    return new Divergence(distances[0], distances[1] / pairs, distances[2], angles[0] / pairs, angles[1]);
  }

  private static void add(float[] a, float[] b, int nnz, double[] distances, double[] angles) {
    double squares = 0;
    double ofA = 0;
    double ofB = 0;
    double product = 0;
    for (int p = 0; p < nnz; p++) {
      double difference = (double) a[p] - b[p];
      squares += difference * difference;
      ofA += (double) a[p] * a[p];
      ofB += (double) b[p] * b[p];
      product += (double) a[p] * b[p];
    }
    double distance = Math.sqrt(squares);
    double norms = Math.sqrt(ofA * ofB);
    double cosine = norms == 0 ? 1 : Math.max(-1, Math.min(1, product / norms));
    double angle = Math.toDegrees(StrictMath.acos(cosine));
    distances[0] = Math.min(distances[0], distance);
    distances[1] += distance;
    distances[2] = Math.max(distances[2], distance);
    angles[0] += angle;
    angles[1] = Math.max(angles[1], angle);
  }
}
