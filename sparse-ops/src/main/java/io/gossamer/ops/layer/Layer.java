package io.gossamer.ops.layer;

import io.gossamer.ops.values.Touched;

/**
 * A compiled layer, for whole batches: tile after tile, batch-last. Forward reads its inputs' values and writes its
 * output's; backward reads the output's gradient, adds to its parameters' gradients and writes its inputs' gradients
 * where they have any. Both allocate nothing.
 */
public interface Layer {
  /** Computes the output. */
  void forward(Batch batch);

  /** Computes gradients; follows a forward of the same batch. */
  void backward(Batch batch);

  /** Brings copies of its parameters up to date after they changed. */
  default void refresh() {}

  /**
   * Whether a batch reaches only few values of its first parameter, so that gradients and optimisers had better not
   * walk over all of them. Steps then leave momentum and decay of the others as they are.
   */
  default boolean touchesFew() {
    return false;
  }

  /** Names the values of its first parameter whose gradient the batch reaches, if {@link #touchesFew}. */
  default void touch(Batch batch, Touched touched) {}

  /**
   * For each place of the masked weight in the order in which it lies in memory, its position in the documented order;
   * null where the two are the same.
   */
  default int[] residentOrder() {
    return null;
  }
}
