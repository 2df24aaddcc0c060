package io.gossamer.ops.loss;

/**
 * A loss over one tile of logits {@code [outputs][LANES]}. Stateless. Columns beyond {@code used} hold no rows; their
 * gradient is zero.
 *
 * <p>{@code target} is a tile {@code [targets][LANES]} from 0: the number of a class (with distillation followed by a
 * teacher's probabilities), zeros and ones, values, or the row itself.
 */
public interface Loss {
  /**
   * Writes {@code weight * scale * dLoss/dLogit} into {@code delta} for the columns {@code [0, lanes)}.
   *
   * @param scratch at least {@code outputs} floats
   * @return the sum of {@code weight * loss} over the used columns, ascending
   */
  double gradient(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, int lanes, float scale,
      float[] delta, int deltaAt, float[] scratch);

  /**
   * Writes what a teacher's logits say of each used column where {@link #gradient} looks for it, behind the class.
   *
   * @param target the tile that is read by {@link #gradient}
   * @param scratch at least {@code outputs} floats
   */
  default void soften(float[] logits, int logitsAt, int outputs, int used, float[] target, float[] scratch) {
    throw new UnsupportedOperationException("this loss learns from no teacher");
  }

  /** Adds each used column's loss and scores to {@code measures}, ascending. */
  void measure(
      float[] logits, int logitsAt, int outputs, float[] target, float[] weight, int used, float[] scratch,
      Measures measures);

  /** Writes predictions row-major {@code [used][outputs]} from {@code into[at]}. */
  void predict(float[] logits, int logitsAt, int outputs, int used, float[] into, int at);
}
