package io.gossamer.ops.net;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.layer.Batch;
import io.gossamer.ops.layer.Layer;
import io.gossamer.ops.layer.Tensor;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.threads.Crew;
import io.gossamer.ops.threads.Cut;

/** Brings the rows of a batch into tiles; a crew shares the features. */
final class DenseRowTiles implements Layer {
  /** Features that a kernel transposes at once. */
  private static final int UNIT = 8;

  /** Multiply-adds in the time that a number takes. */
  private static final long COST = 8;

  private final Kernels kernels;
  private final Tensor tile;
  private final Crew crew;
  private final Cut cut;
  private final int[][] rowAt;
  private final Crew.Work work = this::gather;
  private Batch batch;
  private DenseRows rows;

  DenseRowTiles(Kernels kernels, Crew crew, Tensor tile, int tiles) {
    this.kernels = kernels;
    this.crew = crew;
    this.tile = tile;
    this.rowAt = new int[crew.threads()][Tile.LANES];
    this.cut = Cut.even(tile.features(), UNIT, crew.parts(COST * tile.floats() * tiles));
  }

  @Override
  public void forward(Batch batch) {
    if (!(batch.rows() instanceof DenseRows rows)) {
      throw new InvariantBroken("a network for dense rows was given sparse ones");
    }
    this.batch = batch;
    this.rows = rows;
    crew.run(cut.parts(), work);
  }

  private void gather(int part, int thread) {
    int first = cut.from(part);
    int[] rowAt = this.rowAt[thread];
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.used(t); b++) {
        rowAt[b] = batch.row(t, b) * rows.features() + first;
      }
      kernels.gather(
          rows.values(), rowAt, 0, batch.used(t), cut.to(part) - first, tile.values(),
          tile.at(t) + first * Tile.LANES, batch.lanes(t));
    }
  }

  @Override
  public void backward(Batch batch) {
    throw new UnsupportedOperationException("rows have no gradient");
  }
}
