package io.gossamer.ops.layer;

import io.gossamer.ops.kernel.Kernels;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;

/**
 * A linear layer on dense tiles. The resident order of its weights is input by input (CSC), the order in which the
 * fused backward pass meets them; the forward pass of a sparse layer reads a copy by rows that {@link #refresh} brings
 * up to date. A full pattern runs on the dense kernels, which need neither copy nor indices.
 */
final class MaskedLinear implements Layer {
  private final Kernels kernels;
  private final Site site;
  private final Pattern pattern;
  private final Tensor x;
  private final Tensor y;
  private final int weightAt;
  private final BiasVector bias;
  private final boolean dense;
  private final int[] columnOffset;
  private final int[] rowOffset;
  private final float[] byRow;

  MaskedLinear(Site site) {
    this.site = site;
    this.kernels = site.kernels();
    this.pattern = site.pattern();
    this.x = site.input();
    this.y = site.output();
    this.weightAt = site.at(0);
    this.bias = new BiasVector(site, pattern.out());
    this.dense = pattern.isFull();
    this.columnOffset = dense ? null : times(pattern.columns());
    this.rowOffset = dense ? null : times(pattern.rows());
    this.byRow = dense ? null : new float[pattern.nnz()];
    site.scratch().require(Kernels.scratchFloats(Math.max(pattern.out(), pattern.in())));
  }

  private static int[] times(int[] indices) {
    int[] offsets = new int[indices.length];
    for (int k = 0; k < indices.length; k++) {
      offsets[k] = indices[k] * Tile.LANES;
    }
    return offsets;
  }

  @Override
  public int[] residentOrder() {
    return pattern.positions();
  }

  @Override
  public void refresh() {
    if (!dense) {
      int[] position = pattern.positions();
      for (int p = 0; p < position.length; p++) {
        byRow[position[p]] = site.values()[weightAt + p];
      }
    }
  }

  @Override
  public void forward(Batch batch) {
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = batch.lanes(t);
      if (dense) {
        kernels.denseForward(
            pattern.out(), pattern.in(), site.values(), weightAt, bias.values(), bias.at(), x.values(), x.at(t),
            y.values(), y.at(t), site.relu(), lanes);
      } else {
        kernels.sparseForward(
            pattern.out(), pattern.rowStarts(), columnOffset, byRow, bias.values(), bias.at(), x.values(), x.at(t),
            y.values(), y.at(t), site.relu(), lanes);
      }
    }
  }

  @Override
  public void backward(Batch batch) {
    float[] scratch = site.scratch().floats();
    for (int t = 0; t < batch.tiles(); t++) {
      int lanes = batch.lanes(t);
      bias.backward(y, t, lanes);
      if (dense) {
        kernels.denseBackward(
            pattern.out(), pattern.in(), site.values(), weightAt, site.gradients(), weightAt, x.values(), x.at(t),
            y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t), x.gated(), lanes, scratch);
      } else {
        kernels.sparseBackward(
            pattern.in(), pattern.columnStarts(), rowOffset, site.values(), weightAt, site.gradients(), weightAt,
            x.values(), x.at(t), y.gradients(), y.gradientAt(t), x.gradients(), x.gradientAt(t), x.gated(), lanes,
            scratch);
      }
    }
  }
}
