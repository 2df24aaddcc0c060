package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * The dot products of every two of its inputs, all vectors of one dimension: {@code k (k - 1) / 2} numbers, pairs
 * (1, 0), (2, 0), (2, 1), (3, 0), ... Source: Naumov et al. 2019 (DLRM). Their sum alone is the second-order term of a
 * factorisation machine, see {@link FactorizationMachine}.
 */
public record Interactions() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    return Shape.flat(pairs(vectors("interactions", inputs)));
  }

  private static int pairs(int vectors) {
    return vectors * (vectors - 1) / 2;
  }

  /** The number of inputs, which must be two or more vectors of one dimension. */
  static int vectors(String layer, List<Shape> inputs) {
    for (Shape shape : inputs) {
      if (inputs.size() < 2 || !shape.equals(inputs.get(0))) {
        throw new InvalidInput("a layer " + layer + " takes two or more vectors of one dimension, not " + inputs);
      }
    }
    return inputs.size();
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site);
  }

  private static final class Compiled implements Layer {
    private final Tensor[] inputs;
    private final Tensor y;

    Compiled(Site site) {
      this.inputs = site.inputs().toArray(Tensor[]::new);
      this.y = site.output();
    }

    @Override
    public void forward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        int at = y.at(t);
        Arrays.fill(y.values(), at, at + y.floats(), 0f);
        for (int i = 1; i < inputs.length; i++) {
          for (int j = 0; j < i; j++) {
            for (int d = 0; d < inputs[i].features(); d++) {
              add(inputs[i].values(), inputs[i].at(t) + d * Tile.LANES, inputs[j].values(),
                  inputs[j].at(t) + d * Tile.LANES, y.values(), at);
            }
            at += Tile.LANES;
          }
        }
      }
    }

    /** {@code into += a * b} over one row of columns. */
    private static void add(float[] a, int aAt, float[] b, int bAt, float[] into, int at) {
      for (int n = 0; n < Tile.LANES; n++) {
        into[at + n] = Math.fma(a[aAt + n], b[bAt + n], into[at + n]);
      }
    }

    @Override
    public void backward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        for (Tensor input : inputs) {
          if (input.wantsGradient()) {
            Arrays.fill(input.gradients(), input.gradientAt(t), input.gradientAt(t) + input.floats(), 0f);
          }
        }
        int at = y.gradientAt(t);
        for (int i = 1; i < inputs.length; i++) {
          for (int j = 0; j < i; j++) {
            give(inputs[i], inputs[j], t, at);
            give(inputs[j], inputs[i], t, at);
            at += Tile.LANES;
          }
        }
      }
    }

    private void give(Tensor to, Tensor other, int tile, int dyAt) {
      for (int d = 0; to.wantsGradient() && d < to.features(); d++) {
        add(y.gradients(), dyAt, other.values(), other.at(tile) + d * Tile.LANES, to.gradients(),
            to.gradientAt(tile) + d * Tile.LANES);
      }
    }
  }
}
