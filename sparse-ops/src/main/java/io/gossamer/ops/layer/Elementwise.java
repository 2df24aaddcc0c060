package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;

/**
 * A layer that maps each number by itself, in place where it may. Its derivative follows from its output, so the input
 * need not be kept.
 */
abstract class Elementwise implements Layer {
  /** Multiply-adds in the time that a number takes. */
  private static final long COST = 4;

  private final Tensor x;
  private final Tensor y;
  private final Crew crew;
  private final Crew.Work forwardWork = this::forward;
  private final Crew.Work backwardWork = this::backward;
  private final Cut cut;
  private int tiles;

  Elementwise(Site site) {
    this.x = site.input();
    this.y = site.output();
    this.crew = site.crew();
    this.cut = Cut.even(y.floats(), Tile.LANES, crew.parts(COST * y.floats() * site.tiles()));
  }

  /** {@code y[yAt + n] = f(x[xAt + n])} for {@code n < count}. */
  abstract void map(float[] x, int xAt, float[] y, int yAt, int count);

  /** {@code dx[dxAt + n] = dy[dyAt + n] * f'}, with f' from the output {@code y} or, where it was kept, {@code x}. */
  abstract void pullBack(
      float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count);

  @Override
  public final void forward(Batch batch) {
    this.tiles = batch.tiles();
    crew.run(cut.parts(), forwardWork);
  }

  private void forward(int part, int thread) {
    int from = cut.from(part);
    for (int t = 0; t < tiles; t++) {
      map(x.values(), x.at(t) + from, y.values(), y.at(t) + from, cut.to(part) - from);
    }
  }

  @Override
  public final void backward(Batch batch) {
    if (x.wantsGradient()) {
      this.tiles = batch.tiles();
      crew.run(cut.parts(), backwardWork);
    }
  }

  private void backward(int part, int thread) {
    int from = cut.from(part);
    for (int t = 0; t < tiles; t++) {
      pullBack(
          x.values(), x.at(t) + from, y.values(), y.at(t) + from, y.gradients(), y.gradientAt(t) + from,
          x.gradients(), x.gradientAt(t) + from, cut.to(part) - from);
    }
  }
}
