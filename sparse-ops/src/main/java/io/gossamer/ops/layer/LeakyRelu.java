package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/**
 * {@code x} where it is positive, else {@code slope * x}.
 *
 * @param slope above 0 and below 1, so that the sign of the output tells that of the input
 */
public record LeakyRelu(@Default("0.01") double slope) implements LayerSpec {
  public LeakyRelu {
    if (!(slope > 0 && slope < 1)) {
      throw new InvalidInput("a layer leaky-relu has slope=" + slope + "; it must be above 0 and below 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("leaky-relu", inputs);
  }

  @Override
  public Layer compile(Site site) {
    float factor = (float) slope;
    return new Elementwise(site) {
      @Override
      void map(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int n = 0; n < count; n++) {
          y[yAt + n] = Math.max(x[xAt + n], factor * x[xAt + n]);
        }
      }

      @Override
      void pullBack(float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count) {
        for (int n = 0; n < count; n++) {
          dx[dxAt + n] = y[yAt + n] > 0 ? dy[dyAt + n] : factor * dy[dyAt + n];
        }
      }
    };
  }

  @Override
  public boolean worksInPlace() {
    return true;
  }

  @Override
  public boolean rereadsOutput() {
    return true;
  }
}
