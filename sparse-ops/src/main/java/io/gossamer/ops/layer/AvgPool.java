package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * The mean of each window of a channel, over its places inside the image.
 *
 * @param stride 0 stands for the window's size
 */
public record AvgPool(@Default("2") int size, @Default("0") int stride, @Default("0") int padding)
    implements LayerSpec {
  public AvgPool {
    new Window2d(size, stride == 0 ? size : stride, padding);
  }

  private int step() {
    return stride == 0 ? size : stride;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = LayerSpec.single("avg-pool", inputs);
    return new Window2d(size, step(), padding).over(input, input.channels());
  }

  @Override
  public Layer compile(Site site) {
    return new Mean(site, size, size, step(), padding);
  }

  /** Also serves {@link GlobalPool}, whose window is the image. */
  static final class Mean extends Pooling {
    Mean(Site site, int sizeDown, int sizeAcross, int stride, int padding) {
      super(site, sizeDown, sizeAcross, stride, padding);
    }

    private static float share(Frame frame) {
      return 1f / ((frame.toRow - frame.fromRow) * (frame.toColumn - frame.fromColumn));
    }

    @Override
    void forwardWindow(Frame frame, float[] x, int channelAt, float[] y, int yAt) {
      float share = share(frame);
      Arrays.fill(y, yAt, yAt + Tile.LANES, 0f);
      for (int row = frame.fromRow; row < frame.toRow; row++) {
        for (int column = frame.fromColumn; column < frame.toColumn; column++) {
          add(x, channelAt + place(row, column), share, y, yAt);
        }
      }
    }

    private static void add(float[] x, int xAt, float factor, float[] y, int yAt) {
      for (int b = 0; b < Tile.LANES; b++) {
        y[yAt + b] = Math.fma(factor, x[xAt + b], y[yAt + b]);
      }
    }

    @Override
    void backwardWindow(
        Frame frame, float[] x, int channelAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt) {
      float share = share(frame);
      for (int row = frame.fromRow; row < frame.toRow; row++) {
        for (int column = frame.fromColumn; column < frame.toColumn; column++) {
          add(dy, dyAt, share, dx, dxAt + place(row, column));
        }
      }
    }
  }
}
