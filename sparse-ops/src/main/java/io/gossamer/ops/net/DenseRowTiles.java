package io.gossamer.ops.net;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.rows.DenseRows;

/** Brings the rows of a batch into tiles. */
final class DenseRowTiles implements Layer {
  private final Kernels kernels;
  private final Tensor tile;
  private final int[] rowAt = new int[Tile.LANES];

  DenseRowTiles(Kernels kernels, Tensor tile) {
    this.kernels = kernels;
    this.tile = tile;
  }

  @Override
  public void forward(Batch batch) {
    if (!(batch.rows() instanceof DenseRows rows)) {
      throw new InvariantBroken("a network for dense rows was given sparse ones");
    }
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.used(t); b++) {
        rowAt[b] = batch.row(t, b) * rows.features();
      }
      kernels.gather(
          rows.values(), rowAt, 0, batch.used(t), tile.features(), tile.values(), tile.at(t), batch.lanes(t));
    }
  }

  @Override
  public void backward(Batch batch) {
    throw new UnsupportedOperationException("rows have no gradient");
  }
}
