package io.gossamer.ops.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gossamer.ops.kernel.Tile;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void accuracyAndLossAreWeightedMeans() {
    Measures measures = new Measures(LossKind.SOFTMAX);
    float[] logits = tile(new float[][] {{2, 0}, {0, 3}, {1, 0}});

    LossSpec.of(LossKind.SOFTMAX).loss().measure(
        logits, 0, 2, new float[] {0, 1, 1}, new float[] {1, 1, 2}, 3, new float[2], measures);

    assertThat(measures.rows()).isEqualTo(3);
    assertThat(measures.headline()).isEqualTo(0.5);
    double expected = (Math.log1p(Math.exp(-2)) + Math.log1p(Math.exp(-3)) + 2 * Math.log1p(Math.exp(1))) / 4;
    assertThat(measures.meanLoss()).isCloseTo(expected, within(1e-6));
  }

  @Test
  void regressionKnowsItsErrorsAndR2() {
    Measures measures = new Measures(LossKind.SQUARED);
    float[] logits = tile(new float[][] {{1}, {2}, {4}});

    LossSpec.of(LossKind.SQUARED).loss().measure(
        logits, 0, 1, new float[] {1, 3, 2}, new float[] {1, 1, 1}, 3, new float[1], measures);

    assertThat(measures.metrics()).containsEntry("mae", 1.0);
    assertThat(measures.metrics().get("mse")).isCloseTo(5 / 3.0, within(1e-12));
    assertThat(measures.headline()).isCloseTo(1 - 5 / 2.0, within(1e-12));
  }

  @Test
  void aScaledTargetIsMeasuredAndPredictedInItsOwnUnits() {
    Loss loss = LossSpec.of(LossKind.SQUARED, new TargetScale(1_000, 50)).loss();
    Measures measures = new Measures(LossKind.SQUARED);
    float[] logits = tile(new float[][] {{2}, {-1}});
    float[] predictions = new float[2];
    float[] delta = new float[Tile.LANES];

    loss.measure(logits, 0, 1, new float[] {1_150, 950}, new float[] {1, 1}, 2, new float[1], measures);
    loss.predict(logits, 0, 1, 2, predictions, 0);
    loss.gradient(logits, 0, 1, new float[] {1_150, 950}, new float[] {1, 1}, 2, Tile.HALF, 1, delta, 0, new float[1]);

    assertThat(predictions).containsExactly(1_100, 950);
    assertThat(measures.metrics()).containsEntry("mae", 25.0);
    assertThat(delta).startsWith(-1, 0);
  }

  @Test
  void aConstantTargetKeepsItsUnits() {
    float target = 0.1f;
    double sum = 0;
    double squares = 0;
    for (int row = 0; row < 1_000; row++) {
      sum += target;
      squares += (double) target * target;
    }

    assertThat(TargetScale.of(1_000, sum, squares)).isEqualTo(new TargetScale(0.1f, 1));
    assertThat(TargetScale.of(4, 0, 16)).isEqualTo(new TargetScale(0, 2));
  }

  @Test
  void hugeLogitsNeitherOverflowNorLoseTheLoss() {
    Measures softmax = new Measures(LossKind.SOFTMAX);
    Measures logistic = new Measures(LossKind.LOGISTIC);

    LossSpec.of(LossKind.SOFTMAX).loss().measure(
        tile(new float[][] {{500, -500}}), 0, 2, new float[] {1}, new float[] {1}, 1, new float[2], softmax);
    LossSpec.of(LossKind.LOGISTIC).loss().measure(
        tile(new float[][] {{500}}), 0, 1, new float[] {0}, new float[] {1}, 1, new float[1], logistic);

    assertThat(softmax.meanLoss()).isEqualTo(1000);
    assertThat(logistic.meanLoss()).isEqualTo(500);
  }

  @Test
  void partsAddUpToTheWhole() {
    Measures whole = Measures.of(LossKind.SOFTMAX, new double[] {5, 6, 7, 3, 0, 0, 0, 0});
    Measures sum = Measures.of(LossKind.SOFTMAX, new double[] {2, 2, 3, 1, 0, 0, 0, 0});

    sum.add(Measures.of(LossKind.SOFTMAX, new double[] {3, 4, 4, 2, 0, 0, 0, 0}));

    assertThat(sum.toArray()).isEqualTo(whole.toArray());
  }

  /** Columns given as rows of logits. */
  private static float[] tile(float[][] columns) {
    float[] tile = new float[columns[0].length * Tile.LANES];
    for (int b = 0; b < columns.length; b++) {
      for (int o = 0; o < columns[b].length; o++) {
        tile[o * Tile.LANES + b] = columns[b][o];
      }
    }
    return tile;
  }
}
