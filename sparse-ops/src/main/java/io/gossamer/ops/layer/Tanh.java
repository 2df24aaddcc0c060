package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Kernels;
import java.util.List;

/** The hyperbolic tangent. */
public record Tanh() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("tanh", inputs);
  }

  @Override
  public Layer compile(Site site) {
    Kernels kernels = site.kernels();
    return new Elementwise(site) {
      @Override
      void map(float[] x, int xAt, float[] y, int yAt, int count) {
        kernels.tanh(x, xAt, y, yAt, count);
      }

      @Override
      void pullBack(float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count) {
        for (int n = 0; n < count; n++) {
          dx[dxAt + n] = dy[dyAt + n] * Math.fma(-y[yAt + n], y[yAt + n], 1f);
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
