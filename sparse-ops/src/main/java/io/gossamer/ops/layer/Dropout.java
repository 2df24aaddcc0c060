package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import java.util.List;

/**
 * Zeroes numbers at random in training and scales the others by {@code 1 / (1 - rate)}; changes nothing elsewhere. What
 * is dropped follows from the step's seed, the layer and the place alone. Source: Srivastava et al. 2014.
 *
 * @param rate share that is dropped, in [0, 1)
 */
public record Dropout(double rate) implements LayerSpec {
  public Dropout {
    if (!(rate >= 0 && rate < 1)) {
      throw new InvalidInput("a layer dropout has rate=" + rate + "; it must be at least 0 and below 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("dropout", inputs);
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site, rate);
  }

  private static final class Compiled implements Layer {
    private final Tensor x;
    private final Tensor y;
    private final int node;
    private final float[] factors;
    private final float kept;
    private final int threshold;

    Compiled(Site site, double rate) {
      this.x = site.input();
      this.y = site.output();
      this.node = site.node();
      this.factors = new float[site.tiles() * y.floats()];
      this.kept = (float) (1 / (1 - rate));
      this.threshold = (int) Math.round(rate * (1 << 16));
    }

    @Override
    public void forward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        if (!batch.training()) {
          System.arraycopy(x.values(), x.at(t), y.values(), y.at(t), y.floats());
          continue;
        }
        draw(batch, t);
        multiply(x.values(), x.at(t), t * y.floats(), y.values(), y.at(t));
      }
    }

    /** Four places a draw, 16 bits each. */
    private void draw(Batch batch, int tile) {
      int from = tile * y.floats();
      for (int n = 0; n < y.floats(); n += 4) {
        long bits = batch.draw(node, from + n);
        for (int k = 0; k < 4; k++) {
          factors[from + n + k] = (bits >>> 16 * k & 0xFFFF) < threshold ? 0 : kept;
        }
      }
    }

    private void multiply(float[] in, int inAt, int factorsAt, float[] out, int outAt) {
      for (int n = 0; n < y.floats(); n++) {
        out[outAt + n] = in[inAt + n] * factors[factorsAt + n];
      }
    }

    @Override
    public void backward(Batch batch) {
      for (int t = 0; x.wantsGradient() && t < batch.tiles(); t++) {
        multiply(y.gradients(), y.gradientAt(t), t * y.floats(), x.gradients(), x.gradientAt(t));
      }
    }
  }

  @Override
  public boolean worksInPlace() {
    return true;
  }
}
