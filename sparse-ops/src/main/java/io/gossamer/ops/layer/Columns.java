package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.rows.CsrRows;
import java.util.Arrays;
import java.util.List;

/**
 * The columns {@code [from, to)} of the rows, as a dense vector: the numbers beside the categories of sparse rows.
 */
public record Columns(@Default("0") int from, int to) implements LayerSpec {
  public Columns {
    if (from < 0 || to <= from) {
      throw new InvalidInput("a layer columns goes from=" + from + " to=" + to + "; from must be at least 0, to above");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = LayerSpec.single("columns", inputs);
    if (to > input.features()) {
      throw new InvalidInput("a layer columns ends at to=" + to + ", its input has " + input.features() + " features");
    }
    return Shape.flat(to - from);
  }

  @Override
  public Layer compile(Site site) {
    Tensor x = site.input();
    Tensor y = site.output();
    return new Layer() {
      @Override
      public void forward(Batch batch) {
        for (int t = 0; t < batch.tiles(); t++) {
          if (site.sparseRows()) {
            scatter(batch, t);
          } else {
            System.arraycopy(x.values(), x.at(t) + from * Tile.LANES, y.values(), y.at(t), y.floats());
          }
        }
      }

      private void scatter(Batch batch, int tile) {
        CsrRows rows = SparseRowsLinear.rows(batch);
        Arrays.fill(y.values(), y.at(tile), y.at(tile) + y.floats(), 0f);
        for (int b = 0; b < batch.used(tile); b++) {
          int end = rows.rowStart()[batch.row(tile, b) + 1];
          for (int n = SparseFields.first(rows, batch.row(tile, b), from); n < end && rows.columns()[n] < to; n++) {
            y.values()[y.at(tile) + (rows.columns()[n] - from) * Tile.LANES + b] = rows.values()[n];
          }
        }
      }

      @Override
      public void backward(Batch batch) {
        for (int t = 0; x.wantsGradient() && t < batch.tiles(); t++) {
          Arrays.fill(x.gradients(), x.gradientAt(t), x.gradientAt(t) + x.floats(), 0f);
          System.arraycopy(
              y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t) + from * Tile.LANES, y.floats());
        }
      }
    };
  }

  @Override
  public boolean readsSparseRows() {
    return true;
  }
}
