package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;
import java.util.Arrays;

/**
 * Walks the windows of every channel; subclasses say what a window gives. Places beyond the image do not count. A crew
 * shares the channels.
 */
abstract class Pooling implements Layer {
  /** Multiply-adds in the time that a number takes. */
  private static final int COST = 4;

  private final Tensor x;
  private final Tensor y;
  private final int height;
  private final int width;
  private final int sizeDown;
  private final int sizeAcross;
  private final int stride;
  private final int padding;
  private final Crew crew;
  private final Cut cut;
  private final Frame[] frames;
  private final Crew.Work forwardWork = this::forward;
  private final Crew.Work backwardWork = this::backward;
  private int tiles;

  Pooling(Site site, int sizeDown, int sizeAcross, int stride, int padding) {
    this.x = site.input();
    this.y = site.output();
    this.height = x.shape().height();
    this.width = x.shape().width();
    this.sizeDown = sizeDown;
    this.sizeAcross = sizeAcross;
    this.stride = stride;
    this.padding = padding;
    this.crew = site.crew();
    this.cut = Cut.even(y.shape().channels(), 1, crew.parts((long) COST * x.floats() * site.tiles()));
    this.frames = new Frame[crew.threads()];
    for (int thread = 0; thread < frames.length; thread++) {
      frames[thread] = new Frame();
    }
  }

  /** Where a window lies, for one thread. */
  static final class Frame {
    /** Floats for the inside of one window. */
    final float[] left = new float[Tile.LANES];

    /** Rows and columns inside the image: the first, and the one after the last. */
    int fromRow;
    int toRow;
    int fromColumn;
    int toColumn;
  }

  /** Where a place lies within its channel. */
  final int place(int row, int column) {
    return (row * width + column) * Tile.LANES;
  }

  private void moveTo(int p, Frame frame) {
    int row = p / y.shape().width() * stride - padding;
    int column = p % y.shape().width() * stride - padding;
    frame.fromRow = Math.max(0, row);
    frame.toRow = Math.min(height, row + sizeDown);
    frame.fromColumn = Math.max(0, column);
    frame.toColumn = Math.min(width, column + sizeAcross);
  }

  /** Writes the window's result, one number a batch column, to {@code y[yAt ...]}. */
  abstract void forwardWindow(Frame frame, float[] x, int channelAt, float[] y, int yAt);

  /** Adds the window's share of the gradient to {@code dx}, whose channel starts at {@code dxAt}. */
  abstract void backwardWindow(
      Frame frame, float[] x, int channelAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt);

  @Override
  public final void forward(Batch batch) {
    this.tiles = batch.tiles();
    crew.run(cut.parts(), forwardWork);
  }

  private void forward(int part, int thread) {
    Frame frame = frames[thread];
    int area = y.shape().area();
    int plane = x.shape().area() * Tile.LANES;
    for (int t = 0; t < tiles; t++) {
      for (int c = cut.from(part); c < cut.to(part); c++) {
        for (int p = 0; p < area; p++) {
          moveTo(p, frame);
          forwardWindow(frame, x.values(), x.at(t) + c * plane, y.values(), y.at(t) + (c * area + p) * Tile.LANES);
        }
      }
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
    Frame frame = frames[thread];
    int area = y.shape().area();
    int plane = x.shape().area() * Tile.LANES;
    int from = cut.from(part);
    int to = cut.to(part);
    for (int t = 0; t < tiles; t++) {
      Arrays.fill(x.gradients(), x.gradientAt(t) + from * plane, x.gradientAt(t) + to * plane, 0f);
      for (int c = from; c < to; c++) {
        for (int p = 0; p < area; p++) {
          moveTo(p, frame);
          int place = (c * area + p) * Tile.LANES;
          backwardWindow(
              frame, x.values(), x.at(t) + c * plane, y.values(), y.at(t) + place, y.gradients(),
              y.gradientAt(t) + place, x.gradients(), x.gradientAt(t) + c * plane);
        }
      }
    }
  }
}
