package io.gossamer.masks.rule;

/**
 * A {@link LocalRule} at work. A local step calls, in this order: {@link #effective} before the forward pass,
 * {@link #gradient} after the backward pass, the optimiser, {@link #settle}. All work in place on arrays in the order
 * of {@link RuleWeights} and allocate nothing. What a rule keeps between calls depends only on what {@link #begin} was
 * given, so that a round stays a pure function.
 */
public interface BoundRule {
  /** Before the first step of a round: {@code values} as the round starts from them. */
  default void begin(float[] values, long step) {}

  /** Whether the network computes with other weights than the stored ones. */
  default boolean reparameterizes() {
    return false;
  }

  /** Turns the stored weights in {@code values} into those that step {@code step} computes with. */
  default void effective(float[] values, long step) {}

  /**
   * Turns the gradient of the effective weights into that of the stored ones, and fills in that of what is learned
   * beside them.
   *
   * @param stored values as the optimiser knows them
   */
  default void gradient(float[] stored, float[] gradients, long step) {}

  /** After the optimiser's step on the stored {@code values}: shrinks or decays them. */
  default void settle(float[] values, long step, float rate) {}
}
