package io.gossamer.ops.layer;

/**
 * A layer that maps each number by itself, in place where it may. Its derivative follows from its output, so the input
 * need not be kept.
 */
abstract class Elementwise implements Layer {
  private final Tensor x;
  private final Tensor y;

  Elementwise(Site site) {
    this.x = site.input();
    this.y = site.output();
  }

  /** {@code y[yAt + n] = f(x[xAt + n])} for {@code n < count}. */
  abstract void map(float[] x, int xAt, float[] y, int yAt, int count);

  /** {@code dx[dxAt + n] = dy[dyAt + n] * f'}, with f' from the output {@code y} or, where it was kept, {@code x}. */
  abstract void pullBack(
      float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count);

  @Override
  public final void forward(Batch batch) {
    for (int t = 0; t < batch.tiles(); t++) {
      map(x.values(), x.at(t), y.values(), y.at(t), y.floats());
    }
  }

  @Override
  public final void backward(Batch batch) {
    if (x.wantsGradient()) {
      for (int t = 0; t < batch.tiles(); t++) {
        pullBack(
            x.values(), x.at(t), y.values(), y.at(t), y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t),
            y.floats());
      }
    }
  }
}
