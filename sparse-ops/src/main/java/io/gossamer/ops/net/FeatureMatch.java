package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;

/**
 * Pulls what a layer hands on towards what the same layer of a teacher does. With features {@code h} and {@code t}, row
 * weights {@code w} that sum to one, and means over features:
 *
 * <p>{@code loss = weight * sum_b w_b mean (h - t)^2 / (sum_b w_b mean t^2 + epsilon)}.
 *
 * <p>The divisor makes layers comparable. Source: SquareHead, Kurtic et al. 2023 (methods.md C8); row weights are ours.
 * Squares are summed feature after feature in each column, then columns, then tiles, in double: the same bits for any
 * number of threads.
 */
final class FeatureMatch implements Layer {
  private static final double EPSILON = 1e-6;

  /** Multiply-adds in the time that a number takes. */
  private static final long COST = 4;

  private final Tensor student;
  private final Tensor teacher;
  private final boolean gated;
  private final double weight;
  private final Crew crew;
  private final Cut cut;
  private final float[][] distances;
  private final float[][] sizes;
  private final float[] factors;
  private final Crew.Work sumWork = this::sum;
  private final Crew.Work pullWork = this::pull;
  private Batch batch;
  private double loss;

  /**
   * @param gated whether the student's output came out of a ReLU that closes gradients elsewhere
   * @param weight of this loss
   * @param tiles the most of a batch
   */
  FeatureMatch(Tensor student, Tensor teacher, boolean gated, double weight, Crew crew, int tiles) {
    this.student = student;
    this.teacher = teacher;
    this.gated = gated;
    this.weight = weight;
    this.crew = crew;
    this.cut = Cut.even(student.features(), 1, crew.parts(COST * student.floats() * tiles));
    this.distances = new float[tiles][Tile.LANES];
    this.sizes = new float[tiles][Tile.LANES];
    this.factors = new float[tiles * Tile.LANES];
  }

  /** Of the last batch, times the weights of its rows. */
  double loss() {
    return loss;
  }

  @Override
  public void forward(Batch batch) {
    throw new UnsupportedOperationException("a match of features has no forward step");
  }

  /** Adds to the gradient of the student's output, whose readers have left theirs. */
  @Override
  public void backward(Batch batch) {
    this.batch = batch;
    crew.run(batch.tiles(), sumWork);
    double weights = 0;
    double distance = 0;
    double size = 0;
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.used(t); b++) {
        double of = batch.rows().weight(batch.row(t, b));
        weights += of;
        distance += of * distances[t][b];
        size += of * sizes[t][b];
      }
    }
    double divisor = size + EPSILON * weights * student.features();
    loss = weight * weights * distance / divisor;
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.used(t); b++) {
        factors[t * Tile.LANES + b] = (float) (2 * weight * batch.rows().weight(batch.row(t, b)) / divisor);
      }
    }
    crew.run(cut.parts(), pullWork);
  }

  private void sum(int tile, int thread) {
    float[] distance = distances[tile];
    float[] size = sizes[tile];
    for (int b = 0; b < Tile.LANES; b++) {
      distance[b] = 0;
      size[b] = 0;
    }
    for (int f = 0; f < student.features(); f++) {
      addSquares(
          student.values(), student.at(tile) + f * Tile.LANES, teacher.values(), teacher.at(tile) + f * Tile.LANES,
          distance, size);
    }
  }

  private static void addSquares(float[] h, int hAt, float[] t, int tAt, float[] distance, float[] size) {
    for (int b = 0; b < Tile.LANES; b++) {
      float d = h[hAt + b] - t[tAt + b];
      distance[b] = Math.fma(d, d, distance[b]);
      size[b] = Math.fma(t[tAt + b], t[tAt + b], size[b]);
    }
  }

  private void pull(int part, int thread) {
    for (int t = 0; t < batch.tiles(); t++) {
      for (int f = cut.from(part); f < cut.to(part); f++) {
        add(t * Tile.LANES, student.at(t) + f * Tile.LANES, teacher.at(t) + f * Tile.LANES,
            student.gradientAt(t) + f * Tile.LANES, batch.used(t));
      }
    }
  }

  private void add(int factorAt, int hAt, int tAt, int at, int used) {
    float[] h = student.values();
    float[] t = teacher.values();
    float[] gradients = student.gradients();
    for (int b = 0; b < used; b++) {
      float pull = factors[factorAt + b] * (h[hAt + b] - t[tAt + b]);
      gradients[at + b] += gated && !(h[hAt + b] > 0) ? 0 : pull;
    }
  }
}
