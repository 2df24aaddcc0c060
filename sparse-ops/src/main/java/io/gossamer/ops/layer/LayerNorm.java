package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.values.Role;
import java.util.Arrays;
import java.util.List;

/**
 * Brings each row to mean 0 and variance 1 over its features, then scales and shifts each feature. Source: Ba et al.
 * 2016.
 *
 * @param epsilon added to the variance
 */
public record LayerNorm(@Default("1e-5") double epsilon) implements LayerSpec {
  public LayerNorm {
    if (!(epsilon > 0 && epsilon < 1)) {
      throw new InvalidInput("a layer layer-norm has epsilon=" + epsilon + "; it must be above 0 and below 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("layer-norm", inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    int features = inputs.get(0).features();
    return List.of(
        Parameter.vector("gain", Role.GAIN, features, Parameter.Start.ONES),
        Parameter.vector("bias", Role.BIAS, features, Parameter.Start.ZEROS));
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site, (float) epsilon);
  }

  private static final class Compiled implements Layer {
    private final Site site;
    private final Tensor x;
    private final Tensor y;
    private final int features;
    private final float epsilon;
    private final float[] mean;
    private final float[] inverse;
    private final float[] first = new float[Tile.LANES];
    private final float[] second = new float[Tile.LANES];

    Compiled(Site site, float epsilon) {
      this.site = site;
      this.x = site.input();
      this.y = site.output();
      this.features = x.features();
      this.epsilon = epsilon;
      this.mean = new float[site.tiles() * Tile.LANES];
      this.inverse = new float[site.tiles() * Tile.LANES];
    }

    @Override
    public void forward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        measure(x.values(), x.at(t), t * Tile.LANES);
        for (int f = 0; f < features; f++) {
          apply(x.values(), x.at(t) + f * Tile.LANES, t * Tile.LANES, site.values()[site.at(0) + f],
              site.values()[site.at(1) + f], y.values(), y.at(t) + f * Tile.LANES);
        }
      }
    }

    private void measure(float[] x, int xAt, int column) {
      Arrays.fill(first, 0);
      Arrays.fill(second, 0);
      for (int f = 0; f < features; f++) {
        Add.add(x, xAt + f * Tile.LANES, first, 0, Tile.LANES);
      }
      for (int b = 0; b < Tile.LANES; b++) {
        mean[column + b] = first[b] / features;
      }
      for (int f = 0; f < features; f++) {
        addDeviations(x, xAt + f * Tile.LANES, column);
      }
      for (int b = 0; b < Tile.LANES; b++) {
        inverse[column + b] = 1 / (float) Math.sqrt(second[b] / features + epsilon);
      }
    }

    private void addDeviations(float[] x, int xAt, int column) {
      for (int b = 0; b < Tile.LANES; b++) {
        float d = x[xAt + b] - mean[column + b];
        second[b] = Math.fma(d, d, second[b]);
      }
    }

    private void apply(float[] x, int xAt, int column, float gain, float bias, float[] y, int yAt) {
      for (int b = 0; b < Tile.LANES; b++) {
        y[yAt + b] = Math.fma((x[xAt + b] - mean[column + b]) * inverse[column + b], gain, bias);
      }
    }

    /** With {@code h = (x - mean) inverse}, {@code g = gain dy}: {@code dx = inverse (g - mean(g) - h mean(g h))}. */
    @Override
    public void backward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        int column = t * Tile.LANES;
        Arrays.fill(first, 0);
        Arrays.fill(second, 0);
        for (int f = 0; f < features; f++) {
          int xAt = x.at(t) + f * Tile.LANES;
          int dyAt = y.gradientAt(t) + f * Tile.LANES;
          addToParameters(f, xAt, dyAt, column, batch.used(t));
          addSums(x.values(), xAt, y.gradients(), dyAt, site.values()[site.at(0) + f], column);
        }
        for (int f = 0; x.wantsGradient() && f < features; f++) {
          pull(x.values(), x.at(t) + f * Tile.LANES, y.gradients(), y.gradientAt(t) + f * Tile.LANES,
              site.values()[site.at(0) + f], column, x.gradients(), x.gradientAt(t) + f * Tile.LANES);
        }
      }
    }

    private void addToParameters(int f, int xAt, int dyAt, int column, int used) {
      float ofGain = 0;
      float ofBias = 0;
      for (int b = 0; b < used; b++) {
        float dy = y.gradients()[dyAt + b];
        ofGain = Math.fma(dy, (x.values()[xAt + b] - mean[column + b]) * inverse[column + b], ofGain);
        ofBias += dy;
      }
      site.gradients()[site.at(0) + f] += ofGain;
      site.gradients()[site.at(1) + f] += ofBias;
    }

    private void addSums(float[] x, int xAt, float[] dy, int dyAt, float gain, int column) {
      for (int b = 0; b < Tile.LANES; b++) {
        float g = gain * dy[dyAt + b];
        first[b] += g;
        second[b] = Math.fma(g, (x[xAt + b] - mean[column + b]) * inverse[column + b], second[b]);
      }
    }

    private void pull(
        float[] x, int xAt, float[] dy, int dyAt, float gain, int column, float[] dx, int dxAt) {
      for (int b = 0; b < Tile.LANES; b++) {
        float h = (x[xAt + b] - mean[column + b]) * inverse[column + b];
        dx[dxAt + b] = inverse[column + b] * (gain * dy[dyAt + b] - first[b] / features - h * second[b] / features);
      }
    }
  }
}
