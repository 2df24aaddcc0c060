package io.gossamer.ops.optim;

import java.io.Serializable;
import java.util.List;

/**
 * A local optimiser over the flat value array. Its state lies beside the values, so it exists only where the mask is 1,
 * and decay and momentum never reach a place outside it (methods.md 0.1, convention d). Loops are plain and their order
 * fixed: the same bits on every machine.
 */
public sealed interface Optimizer extends Serializable permits Sgd, Adam, Adagrad, Lamb {
  /** Its state: one float of each for every value. */
  List<Slot> slots();

  /** Whether a step needs whole windows, since a place's step depends on the others of its window. */
  default boolean needsWholeWindows() {
    return false;
  }

  /** Takes {@code pace} on to the next step, at a learning rate of {@code rate}. */
  default void pace(Pace pace, float rate) {
    pace.rate = rate;
  }

  /** Takes {@code pace}, fresh from {@link Pace#restart}, to where {@code steps} steps would have taken it. */
  default void resume(Pace pace, long steps) {}

  /**
   * One step over the values {@code [from, to)} of one window, in place.
   *
   * @param gradients taken times the scale of {@code pace}, not changed
   * @param state an array as long as the values for each of {@link #slots}; updated
   * @param decays whether weight decay applies here
   * @param pace of this step, by {@link #pace}
   */
  void step(float[] values, float[] gradients, float[][] state, int from, int to, boolean decays, Pace pace);
}
