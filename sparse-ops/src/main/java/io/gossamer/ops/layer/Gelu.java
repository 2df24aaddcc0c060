package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Kernels;
import java.util.List;

/** {@code x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))}. Source: Hendrycks and Gimpel 2016, tanh form. */
public record Gelu() implements LayerSpec {
  private static final float ROOT = 0.7978845608f;
  private static final float CUBIC = 0.044715f;

  /** What the tangent is taken of. */
  private static void inner(float[] x, int xAt, float[] to, int at, int count) {
    for (int n = 0; n < count; n++) {
      float v = x[xAt + n];
      to[at + n] = ROOT * Math.fma(CUBIC * v * v, v, v);
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("gelu", inputs);
  }

  @Override
  public Layer compile(Site site) {
    Kernels kernels = site.kernels();
    return new Elementwise(site) {
      @Override
      void map(float[] x, int xAt, float[] y, int yAt, int count) {
        inner(x, xAt, y, yAt, count);
        kernels.tanh(y, yAt, y, yAt, count);
        for (int n = 0; n < count; n++) {
          y[yAt + n] = 0.5f * x[xAt + n] * (1 + y[yAt + n]);
        }
      }

      @Override
      void pullBack(float[] x, int xAt, float[] y, int yAt, float[] dy, int dyAt, float[] dx, int dxAt, int count) {
        inner(x, xAt, dx, dxAt, count);
        kernels.tanh(dx, dxAt, dx, dxAt, count);
        for (int n = 0; n < count; n++) {
          float v = x[xAt + n];
          float t = dx[dxAt + n];
          float inner = Math.fma(3 * CUBIC * v, v, 1f) * ROOT;
          float slope = 0.5f * (1 + t) + 0.5f * v * Math.fma(-t, t, 1f) * inner;
          dx[dxAt + n] = slope * dy[dyAt + n];
        }
      }
    };
  }
}
