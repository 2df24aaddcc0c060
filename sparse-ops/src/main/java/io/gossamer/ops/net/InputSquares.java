package io.gossamer.ops.net;

import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Site;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.rows.CsrRows;

/** How large the inputs of a masked layer are, after a forward pass. */
final class InputSquares {
  private InputSquares() {}

  /** Adds to each column the squares of what the batch puts into it. */
  static void add(Site site, Batch batch, double[] columns) {
    if (site.sparseRows()) {
      addSparse(batch, columns);
      return;
    }
    Tensor x = site.input();
    // A linear layer has a column a feature; a convolution has one for each place of its kernel in each channel.
    int groups = columns.length == x.features() ? columns.length : x.shape().channels();
    int wide = x.features() / groups;
    int each = columns.length / groups;
    for (int g = 0; g < groups; g++) {
      double sum = 0;
      for (int t = 0; t < batch.tiles(); t++) {
        for (int f = g * wide; f < (g + 1) * wide; f++) {
          sum += squares(x.values(), x.at(t) + f * Tile.LANES, batch.used(t));
        }
      }
      for (int c = g * each; c < (g + 1) * each; c++) {
        columns[c] += sum;
      }
    }
  }

  private static double squares(float[] values, int at, int count) {
    double sum = 0;
    for (int b = at; b < at + count; b++) {
      sum += (double) values[b] * values[b];
    }
    return sum;
  }

  private static void addSparse(Batch batch, double[] columns) {
    CsrRows rows = (CsrRows) batch.rows();
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.used(t); b++) {
        int row = batch.row(t, b);
        for (int n = rows.rowStart()[row]; n < rows.rowStart()[row + 1]; n++) {
          columns[rows.columns()[n]] += (double) rows.values()[n] * rows.values()[n];
        }
      }
    }
  }
}
