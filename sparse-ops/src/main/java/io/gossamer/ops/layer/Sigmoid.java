package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.FloatMath;
import java.util.List;

/** {@code 1 / (1 + exp(-x))}. */
public record Sigmoid() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("sigmoid", inputs);
  }

  /** Never divides infinity by infinity. */
  static float of(float x) {
    float e = FloatMath.exp(-Math.abs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
  }

  @Override
  public Layer compile(Site site) {
    return new Elementwise(site) {
      @Override
      void map(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int n = 0; n < count; n++) {
          y[yAt + n] = of(x[xAt + n]);
        }
      }

      @Override
      void pullBack(float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count) {
        for (int n = 0; n < count; n++) {
          float s = y[yAt + n];
          dx[dxAt + n] = dy[dyAt + n] * s * (1 - s);
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
