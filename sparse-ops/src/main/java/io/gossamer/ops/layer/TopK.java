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

  /**
   * The {@code k}-th largest of {@code keys}, which change their order: quickselect, its pivot the median of three.
   *
   * @param k from 1 to the number of keys
   */
  static int largest(int[] keys, int k) {
    int wanted = keys.length - k;
    int low = 0;
    int high = keys.length - 1;
    while (low < high) {
      int pivot = median(keys[low], keys[low + high >>> 1], keys[high]);
      int i = low;
      int j = high;
      while (i <= j) {
        while (keys[i] < pivot) {
          i++;
        }
        while (keys[j] > pivot) {
          j--;
        }
        if (i <= j) {
          int swapped = keys[i];
          keys[i++] = keys[j];
          keys[j--] = swapped;
        }
      }
      if (wanted > j && wanted < i) {
        return pivot;
      }
      high = wanted <= j ? j : high;
      low = wanted >= i ? i : low;
    }
    return keys[wanted];
  }

  private static int median(int a, int b, int c) {
    return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
  }

  /** Remembers the kept features of each column: {@code [tiles][LANES][k]}. */
  private static final class Compiled implements Layer {
    private final Tensor x;
    private final Tensor y;
    private final int k;
    private final int[] keys;
    private final int[] reordered;
    private final int[] kept;

    Compiled(Site site, int k) {
      this.x = site.input();
      this.y = site.output();
      this.k = k;
      this.keys = new int[x.features()];
      this.reordered = new int[x.features()];
      this.kept = new int[site.tiles() * Tile.LANES * k];
    }

    @Override
    public void forward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        for (int b = 0; b < batch.lanes(t); b++) {
          choose(x.values(), x.at(t) + b, (t * Tile.LANES + b) * k);
        }
        copy(batch, t, x.values(), x.at(t), y.values(), y.at(t));
      }
    }

    /** All above the k-th largest number, then as many equal to it as there is room for. */
    private void choose(float[] values, int at, int into) {
      for (int f = 0; f < keys.length; f++) {
        // In the order of Float.compare, as integers.
        int bits = Float.floatToIntBits(values[at + f * Tile.LANES]);
        keys[f] = bits ^ bits >> 31 & Integer.MAX_VALUE;
      }
      System.arraycopy(keys, 0, reordered, 0, keys.length);
      int least = largest(reordered, k);
      int room = k;
      for (int key : keys) {
        room -= key > least ? 1 : 0;
      }
      int next = into;
      for (int f = 0; f < keys.length; f++) {
        if (keys[f] > least || keys[f] == least && room-- > 0) {
          kept[next++] = f * Tile.LANES;
        }
      }
    }

    private void copy(Batch batch, int tile, float[] from, int fromAt, float[] to, int toAt) {
      Arrays.fill(to, toAt, toAt + y.floats(), 0f);
      for (int b = 0; b < batch.lanes(tile); b++) {
        int first = (tile * Tile.LANES + b) * k;
        for (int n = first; n < first + k; n++) {
          to[toAt + kept[n] + b] = from[fromAt + kept[n] + b];
        }
      }
    }

    @Override
    public void backward(Batch batch) {
      for (int t = 0; x.wantsGradient() && t < batch.tiles(); t++) {
        copy(batch, t, y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t));
      }
    }
  }
}
