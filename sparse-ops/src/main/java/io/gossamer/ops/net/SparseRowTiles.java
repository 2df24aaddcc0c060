package io.gossamer.ops.net;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.rows.CsrRows;
import java.util.Arrays;

/** Writes out the sparse rows of a batch for layers that need dense ones. */
final class SparseRowTiles implements Layer {
  private final Tensor tile;

  SparseRowTiles(Tensor tile) {
    this.tile = tile;
  }

  @Override
  public void forward(Batch batch) {
    if (!(batch.rows() instanceof CsrRows rows)) {
      throw new InvariantBroken("a network for sparse rows was given dense ones");
    }
    for (int t = 0; t < batch.tiles(); t++) {
      int at = tile.at(t);
      Arrays.fill(tile.values(), at, at + tile.floats(), 0f);
      for (int b = 0; b < batch.used(t); b++) {
        int row = batch.row(t, b);
        for (int n = rows.rowStart()[row]; n < rows.rowStart()[row + 1]; n++) {
          tile.values()[at + rows.columns()[n] * Tile.LANES + b] = rows.values()[n];
        }
      }
    }
  }

  @Override
  public void backward(Batch batch) {
    throw new UnsupportedOperationException("rows have no gradient");
  }
}
