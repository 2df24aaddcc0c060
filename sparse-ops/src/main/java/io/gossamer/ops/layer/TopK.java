package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * Keeps the k largest numbers of a row, ties to the lower feature; the others become zero, and so do their gradients.
 * Source: Makhzani and Frey 2013, k-sparse autoencoders (methods.md D1).
 */
public record TopK(int k) implements LayerSpec {
  public TopK {
    if (k < 1) {
      throw new InvalidInput("a layer top-k has k=" + k + "; it must be at least 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return LayerSpec.single("top-k", inputs);
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site, Math.min(k, site.input().features()));
  }

  private static final class Compiled implements Layer {
    private final Tensor x;
    private final Tensor y;
    private final int k;
    private final float[] row;
    private final boolean[] kept;

    Compiled(Site site, int k) {
      this.x = site.input();
      this.y = site.output();
      this.k = k;
      this.row = new float[x.features()];
      this.kept = new boolean[site.tiles() * x.floats()];
    }

    @Override
    public void forward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        for (int b = 0; b < Tile.LANES; b++) {
          choose(x.values(), x.at(t) + b, t * x.floats() + b);
        }
        for (int n = 0; n < y.floats(); n++) {
          y.values()[y.at(t) + n] = kept[t * y.floats() + n] ? x.values()[x.at(t) + n] : 0;
        }
      }
    }

    /** All above the k-th largest number, then as many equal to it as there is room for. */
    private void choose(float[] values, int at, int into) {
      for (int f = 0; f < row.length; f++) {
        row[f] = values[at + f * Tile.LANES];
      }
      Arrays.sort(row);
      float least = row[row.length - k];
      int above = 0;
      for (int f = row.length - k; f < row.length; f++) {
        above += Float.compare(row[f], least) > 0 ? 1 : 0;
      }
      int room = k - above;
      for (int f = 0; f < row.length; f++) {
        int order = Float.compare(values[at + f * Tile.LANES], least);
        kept[into + f * Tile.LANES] = order > 0 || order == 0 && room-- > 0;
      }
    }

    @Override
    public void backward(Batch batch) {
      for (int t = 0; x.wantsGradient() && t < batch.tiles(); t++) {
        for (int n = 0; n < y.floats(); n++) {
          x.gradients()[x.gradientAt(t) + n] = kept[t * y.floats() + n] ? y.gradients()[y.gradientAt(t) + n] : 0;
        }
      }
    }
  }
}
