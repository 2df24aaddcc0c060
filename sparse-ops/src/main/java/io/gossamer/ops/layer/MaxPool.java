package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * The largest number of each window of a channel; the gradient goes to the first that is the largest.
 *
 * @param stride 0 stands for the window's size
 */
public record MaxPool(@Default("2") int size, @Default("0") int stride, @Default("0") int padding)
    implements LayerSpec {
  public MaxPool {
    new Window2d(size, stride == 0 ? size : stride, padding);
  }

  private int step() {
    return stride == 0 ? size : stride;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = LayerSpec.single("max-pool", inputs);
    return new Window2d(size, step(), padding).over(input, input.channels());
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site, size, step(), padding);
  }

  @Override
  public boolean rereadsOutput() {
    return true;
  }

  private static final class Compiled extends Pooling {
    private final Kernels kernels;

    Compiled(Site site, int size, int stride, int padding) {
      super(site, size, size, stride, padding);
      this.kernels = site.kernels();
    }

    @Override
    void forwardWindow(Frame frame, float[] x, int channelAt, float[] y, int yAt) {
      Arrays.fill(y, yAt, yAt + Tile.LANES, Float.NEGATIVE_INFINITY);
      for (int row = frame.fromRow; row < frame.toRow; row++) {
        for (int column = frame.fromColumn; column < frame.toColumn; column++) {
          max(x, channelAt + place(row, column), y, yAt);
        }
      }
    }

    private static void max(float[] x, int xAt, float[] y, int yAt) {
      for (int b = 0; b < Tile.LANES; b++) {
        y[yAt + b] = Math.max(y[yAt + b], x[xAt + b]);
      }
    }

    @Override
    void backwardWindow(
        Frame frame, float[] x, int channelAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
      System.arraycopy(dy, dyAt, frame.left, 0, Tile.LANES);
      for (int row = frame.fromRow; row < frame.toRow; row++) {
        for (int column = frame.fromColumn; column < frame.toColumn; column++) {
          kernels.giveToLargest(
              x, channelAt + place(row, column), y, yAt, frame.left, dx, dxAt + place(row, column));
        }
      }
    }
  }
}
