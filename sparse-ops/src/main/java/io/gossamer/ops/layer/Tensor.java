package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;

/**
 * Activations of a whole batch as one layer sees them, {@code [tiles][features][LANES]}, and the gradient that this
 * layer writes or reads. Columns that hold no rows are computed like others; their gradients are zero.
 */
public final class Tensor {
  private final Shape shape;
  private final float[] values;
  private final int valuesAt;
  private final float[] gradients;
  private final int gradientsAt;
  private final boolean gated;

  /**
   * @param gradients null where no gradient is wanted
   * @param gated whether the reader must zero the gradient where the value is not above zero
   */
  public Tensor(Shape shape, float[] values, int valuesAt, float[] gradients, int gradientsAt, boolean gated) {
    this.shape = shape;
    this.values = values;
    this.valuesAt = valuesAt;
    this.gradients = gradients;
    this.gradientsAt = gradientsAt;
    this.gated = gated;
  }

  public Shape shape() {
    return shape;
  }

  /** Features of a row. */
  public int features() {
    return shape.features();
  }

  /** The array its values lie in; null for sparse rows that have no tile. */
  public float[] values() {
    return values;
  }

  /** Where tile {@code tile} starts in {@link #values}. */
  public int at(int tile) {
    return valuesAt + tile * floats();
  }

  /** The array its gradient lies in, or null where none is wanted. */
  public float[] gradients() {
    return gradients;
  }

  /** Where tile {@code tile} starts in {@link #gradients}. */
  public int gradientAt(int tile) {
    return gradientsAt + tile * floats();
  }

  /** Whether a gradient is wanted. */
  public boolean wantsGradient() {
    return gradients != null;
  }

  /** Whether the reader must zero the gradient where the value is not above zero: it came out of a ReLU. */
  public boolean gated() {
    return gated;
  }

  /** Floats of one tile. */
  public int floats() {
    return shape.features() * Tile.LANES;
  }
}
