package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.FloatMath;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.values.Role;
import java.util.List;

/**
 * {@code x} where it is above a threshold of its feature, else zero. The threshold is learned as a logarithm:
 * {@code theta = start * exp(gain)}. Its gradient is the pseudo-derivative {@code -theta / width} for each x within
 * half a {@code width} of it. Source: Rajamanoharan et al. 2024 (methods.md D3).
 *
 * @param start threshold before training
 * @param width of the window in which numbers move the threshold
 */
public record JumpRelu(@Default("0.01") double start, @Default("0.001") double width) implements LayerSpec {
  public JumpRelu {
    if (!(start > 0) || !(width > 0)) {
      throw new InvalidInput("a layer jump-relu has start=" + start + " and width=" + width
          + "; both must be above 0");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("jump-relu", inputs);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return List.of(Parameter.vector("gain", Role.GAIN, inputs.get(0).features(), Parameter.Start.ZEROS));
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site, (float) start, (float) width);
  }

  private static final class Compiled implements Layer {
    private final Site site;
    private final Tensor x;
    private final Tensor y;
    private final float start;
    private final float width;
    private final float[] above = new float[Tile.LANES];

    Compiled(Site site, float start, float width) {
      this.site = site;
      this.x = site.input();
      this.y = site.output();
      this.start = start;
      this.width = width;
    }

    private float threshold(int feature) {
      return start * FloatMath.exp(site.values()[site.at(0) + feature]);
    }

    @Override
    public void forward(Batch batch) {
      for (int f = 0; f < x.features(); f++) {
        float threshold = threshold(f);
        for (int t = 0; t < batch.tiles(); t++) {
          int xAt = x.at(t) + f * Tile.LANES;
          measure(x.values(), xAt, threshold);
          keep(x.values(), xAt, y.values(), y.at(t) + f * Tile.LANES);
        }
      }
    }

    /** How far each number lies above the threshold; above zero exactly where the number is above it. */
    private void measure(float[] x, int xAt, float threshold) {
      for (int b = 0; b < Tile.LANES; b++) {
        above[b] = x[xAt + b] - threshold;
      }
    }

    private void keep(float[] from, int fromAt, float[] to, int toAt) {
      System.arraycopy(from, fromAt, to, toAt, Tile.LANES);
      site.kernels().gate(above, 0, to, toAt, Tile.LANES);
    }

    @Override
    public void backward(Batch batch) {
      for (int f = 0; f < x.features(); f++) {
        float threshold = threshold(f);
        float near = 0;
        for (int t = 0; t < batch.tiles(); t++) {
          int dyAt = y.gradientAt(t) + f * Tile.LANES;
          measure(x.values(), x.at(t) + f * Tile.LANES, threshold);
          for (int b = 0; b < batch.used(t); b++) {
            near += Math.abs(above[b]) < 0.5f * width ? y.gradients()[dyAt + b] : 0;
          }
          if (x.wantsGradient()) {
            keep(y.gradients(), dyAt, x.gradients(), x.gradientAt(t) + f * Tile.LANES);
          }
        }
        // By the chain rule through the logarithm the threshold comes in once more.
        site.gradients()[site.at(0) + f] -= near * threshold / width * threshold;
      }
    }
  }
}
