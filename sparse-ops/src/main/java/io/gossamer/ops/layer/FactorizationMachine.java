package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Tile;
import java.util.Arrays;
import java.util.List;

/**
 * The sum of the dot products of every two of its inputs, vectors of one dimension, as
 * {@code (|sum v|^2 - sum |v|^2) / 2}: one number, at a cost linear in the inputs. Source: Rendle 2010, lemma 3.1.
 */
public record FactorizationMachine() implements LayerSpec {
  @Override
  public Shape output(List<Shape> inputs) {
    Interactions.vectors("factorization-machine", inputs);
    return Shape.flat(1);
  }

  @Override
  public Layer compile(Site site) {
    return new Compiled(site);
  }

  private static final class Compiled implements Layer {
    private final Tensor[] inputs;
    private final Tensor y;
    private final float[] sum;
    private final float[] squares = new float[Tile.LANES];

    Compiled(Site site) {
      this.inputs = site.inputs().toArray(Tensor[]::new);
      this.y = site.output();
      this.sum = new float[site.tiles() * inputs[0].floats()];
    }

    @Override
    public void forward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        int floats = inputs[0].floats();
        int at = t * floats;
        Arrays.fill(sum, at, at + floats, 0f);
        Arrays.fill(squares, 0f);
        for (Tensor input : inputs) {
          Add.add(input.values(), input.at(t), sum, at, floats);
          for (int d = 0; d < floats; d += Tile.LANES) {
            addSquares(input.values(), input.at(t) + d, squares, -0.5f);
          }
        }
        for (int d = 0; d < floats; d += Tile.LANES) {
          addSquares(sum, at + d, squares, 0.5f);
        }
        System.arraycopy(squares, 0, y.values(), y.at(t), Tile.LANES);
      }
    }

    private static void addSquares(float[] v, int at, float[] into, float factor) {
      for (int b = 0; b < Tile.LANES; b++) {
        into[b] = Math.fma(factor * v[at + b], v[at + b], into[b]);
      }
    }

    @Override
    public void backward(Batch batch) {
      for (int t = 0; t < batch.tiles(); t++) {
        for (Tensor input : inputs) {
          for (int d = 0; input.wantsGradient() && d < input.floats(); d += Tile.LANES) {
            pull(sum, t * input.floats() + d, input.values(), input.at(t) + d, y.gradients(), y.gradientAt(t),
                input.gradients(), input.gradientAt(t) + d);
          }
        }
      }
    }

    private static void pull(
        float[] sum, int sumAt, float[] x, int xAt, float[] dy, int dyAt, float[] dx, int dxAt) {
      for (int b = 0; b < Tile.LANES; b++) {
        dx[dxAt + b] = (sum[sumAt + b] - x[xAt + b]) * dy[dyAt + b];
      }
    }
  }
}
