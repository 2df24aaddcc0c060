package io.gossamer.ops.layer;

import java.util.List;

/** {@code max(x, 0)^2}. Source: So et al. 2021 (Primer). */
public record Relu2() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("relu2", inputs);
  }

  @Override
  public Layer compile(Site site) {
    return new Elementwise(site) {
      @Override
      void map(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int n = 0; n < count; n++) {
          float positive = Math.max(x[xAt + n], 0f);
          y[yAt + n] = positive * positive;
        }
      }

      @Override
      void pullBack(float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count) {
        for (int n = 0; n < count; n++) {
          dx[dxAt + n] = 2 * Math.max(x[xAt + n], 0f) * dy[dyAt + n];
        }
      }
    };
  }
}
