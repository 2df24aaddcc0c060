package io.gossamer.masks.evidence;

/** What is summed over rows at a place of a weight matrix. */
public enum Measure {
  /** The signed gradient of the loss. */
  GRADIENT,
  /** The square of each single row's gradient: the diagonal of the empirical Fisher information (methods.md A8). */
  SQUARED_GRADIENT,
  /** The Hessian times the gradient, by central differences of gradients (methods.md B5). */
  HESSIAN_GRADIENT,
  /**
   * What the momentum of a dense SGD would hold: a decaying signed sum of the gradients of several batches (methods.md
   * B11).
   */
  MOMENTUM
}
