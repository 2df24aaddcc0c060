package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;

/** The biases of a layer: its second parameter, or zeros that are nobody's where it has none. */
final class BiasVector {
  private final Site site;
  private final int count;
  private final float[] values;
  private final int at;

  BiasVector(Site site, int count) {
    boolean present = site.windows().size() > 1;
    this.site = site;
    this.count = count;
    this.values = present ? site.values() : new float[count];
    this.at = present ? site.at(1) : 0;
  }

  /** The array they lie in. */
  float[] values() {
    return values;
  }

  /** Where they start. */
  int at() {
    return at;
  }

  /** Adds the gradient of one tile of {@code [count]} outputs. */
  void backward(Tensor y, int tile, int lanes) {
    backward(y, tile, lanes, 0, count, 0);
  }

  /** The same for the outputs {@code [from, to)}, by a thread of the crew. */
  void backward(Tensor y, int tile, int lanes, int from, int to, int thread) {
    if (values == site.values()) {
      site.kernels().biasGradient(
          to - from, y.gradients(), y.gradientAt(tile) + from * Tile.LANES, site.gradients(), at + from, lanes,
          site.scratch().floats(thread));
    }
  }
}
