package io.gossamer.ops.layer;

import java.util.List;

/** {@code max(x, 0)}; computed with the layer before it where that can be. */
public record Relu() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("relu", inputs);
  }

  @Override
  public Layer compile(Site site) {
    return new Elementwise(site) {
      @Override
      void map(float[] x, int xAt, float[] y, int yAt, int count) {
        for (int n = 0; n < count; n++) {
          y[yAt + n] = Math.max(x[xAt + n], 0f);
        }
      }

      @Override
      void pullBack(float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count) {
        if (dx != dy || dxAt != dyAt) {
          System.arraycopy(dy, dyAt, dx, dxAt, count);
        }
        site.kernels().gate(y, yAt, dx, dxAt, count);
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
