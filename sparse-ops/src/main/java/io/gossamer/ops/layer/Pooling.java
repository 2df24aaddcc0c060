package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;

/** Walks the windows of every channel; subclasses say what a window gives. Places beyond the image do not count. */
abstract class Pooling implements Layer {
  private final Tensor x;
  private final Tensor y;
  private final int height;
  private final int width;
  private final int sizeDown;
  private final int sizeAcross;
  private final int stride;
  private final int padding;
  private int top;
  private int bottom;
  private int left;
  private int right;

  Pooling(Site site, int sizeDown, int sizeAcross, int stride, int padding) {
    this.x = site.input();
    this.y = site.output();
    this.height = x.shape().height();
    this.width = x.shape().width();
    this.sizeDown = sizeDown;
    this.sizeAcross = sizeAcross;
    this.stride = stride;
    this.padding = padding;
  }

  /** First row of the window. */
  final int top() {
    return top;
  }

  /** Row after the last of the window. */
  final int bottom() {
    return bottom;
  }

  /** First column of the window. */
  final int left() {
    return left;
  }

  /** Column after the last of the window. */
  final int right() {
    return right;
  }

  /** Where a place lies within its channel. */
  final int place(int row, int column) {
    return (row * width + column) * Tile.LANES;
  }

  private void at(int p) {
    int row = p / y.shape().width() * stride - padding;
    int column = p % y.shape().width() * stride - padding;
    top = Math.max(0, row);
    bottom = Math.min(height, row + sizeDown);
    left = Math.max(0, column);
    right = Math.min(width, column + sizeAcross);
  }

  /** Writes the window's result, one number a batch column, to {@code y[yAt ...]}. */
  abstract void forwardWindow(float[] x, int channelAt, float[] y, int yAt);

  /** Adds the window's share of the gradient to {@code dx}, whose channel starts at {@code dxAt}. */
  abstract void backwardWindow(
      float[] x, int channelAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt);

  @Override
  public final void forward(Batch batch) {
    int area = y.shape().area();
    int plane = x.shape().area() * Tile.LANES;
    for (int t = 0; t < batch.tiles(); t++) {
      for (int c = 0; c < y.shape().channels(); c++) {
        for (int p = 0; p < area; p++) {
          at(p);
          forwardWindow(x.values(), x.at(t) + c * plane, y.values(), y.at(t) + (c * area + p) * Tile.LANES);
        }
      }
    }
  }

  @Override
  public final void backward(Batch batch) {
    int area = y.shape().area();
    int plane = x.shape().area() * Tile.LANES;
    for (int t = 0; x.wantsGradient() && t < batch.tiles(); t++) {
      Arrays.fill(x.gradients(), x.gradientAt(t), x.gradientAt(t) + x.floats(), 0f);
      for (int c = 0; c < y.shape().channels(); c++) {
        for (int p = 0; p < area; p++) {
          at(p);
          int place = (c * area + p) * Tile.LANES;
          backwardWindow(
              x.values(), x.at(t) + c * plane, y.values(), y.at(t) + place, y.gradients(), y.gradientAt(t) + place,
              x.gradients(), x.gradientAt(t) + c * plane);
        }
      }
    }
  }
}
