package io.gossamer.ops.loss;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.rows.Rows;

/** Measures predicted probabilities, wherever they came from, as {@link Loss#measure} measures logits. */
public final class Probabilities {
  private Probabilities() {}

  /** Whether a network with this loss predicts probabilities. */
  public static boolean arePredictedBy(LossKind kind) {
    return kind.target() == LossKind.Target.CLASS || kind.target() == LossKind.Target.LABELS;
  }

  /**
   * Adds every row to {@code measures}.
   *
   * @param predictions row-major {@code [rows][outputs]}, in [0, 1]
   */
  public static void measure(LossSpec spec, Rows rows, float[] predictions, Measures measures) {
    int outputs = rows.count() == 0 ? 0 : predictions.length / rows.count();
    Loss loss = spec.loss();
    float[] logits = new float[outputs * Tile.LANES];
    float[] target = new float[spec.targets(outputs) * Tile.LANES];
    float[] weight = new float[1];
    float[] scratch = new float[outputs];
    for (int row = 0; row < rows.count(); row++) {
      for (int o = 0; o < outputs; o++) {
        logits[o * Tile.LANES] = logit(spec.kind(), predictions[row * outputs + o]);
      }
      for (int k = 0; k < spec.given(outputs); k++) {
        target[k * Tile.LANES] = rows.target(row, k);
      }
      weight[0] = rows.weight(row);
      loss.measure(logits, 0, outputs, target, weight, 1, scratch, measures);
    }
  }

  /** A logit that gives this probability; those of softmax are relative to each other. */
  private static float logit(LossKind kind, float probability) {
    double p = Math.max(probability, Float.MIN_NORMAL);
    return (float) (kind == LossKind.SOFTMAX
        ? StrictMath.log(p)
        : StrictMath.log(p) - StrictMath.log(Math.max(1 - probability, Float.MIN_NORMAL)));
  }
}
