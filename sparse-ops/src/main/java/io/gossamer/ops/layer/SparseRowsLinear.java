package io.gossamer.ops.layer;

import io.gossamer.ops.InvariantBroken;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.pattern.Pattern;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.values.Touched;

/**
 * A linear layer on rows that are kept sparse: the sums of {@link MaskedLinear} without the terms that are zero, in the
 * same order. Only columns that occur are touched, in values and in gradients, so a million of them cost nothing.
 * Weight gradients are added row after row, unlike the 16 partial sums of dense tiles.
 */
final class SparseRowsLinear implements Layer {
  /** Columns from which on a step goes only over those that occur. */
  private static final int WIDE = 1 << 14;

  private final Site site;
  private final Pattern pattern;
  private final Tensor y;
  private final int weightAt;
  private final BiasVector bias;
  private final float[] sums;

  SparseRowsLinear(Site site) {
    this.site = site;
    this.pattern = site.pattern();
    this.y = site.output();
    this.weightAt = site.at(0);
    this.bias = new BiasVector(site, pattern.out());
    this.sums = new float[pattern.out()];
  }

  @Override
  public int[] residentOrder() {
    return pattern.positions();
  }

  static CsrRows rows(Batch batch) {
    if (batch.rows() instanceof CsrRows rows) {
      return rows;
    }
    throw new InvariantBroken("a network for sparse rows was given dense ones");
  }

  @Override
  public void forward(Batch batch) {
    CsrRows rows = rows(batch);
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.lanes(t); b++) {
        System.arraycopy(bias.values(), bias.at(), sums, 0, sums.length);
        if (b < batch.used(t)) {
          int row = batch.row(t, b);
          add(rows, rows.rowStart()[row], rows.rowStart()[row + 1]);
        }
        for (int o = 0; o < sums.length; o++) {
          y.values()[y.at(t) + o * Tile.LANES + b] = site.relu() ? Math.max(sums[o], 0f) : sums[o];
        }
      }
    }
  }

  private void add(CsrRows rows, int from, int to) {
    int[] start = pattern.columnStarts();
    int[] output = pattern.rows();
    float[] values = site.values();
    for (int n = from; n < to; n++) {
      float x = rows.values()[n];
      int first = start[rows.columns()[n]];
      int count = start[rows.columns()[n] + 1] - first;
      if (count == sums.length) {
        for (int o = 0; o < count; o++) {
          sums[o] = Math.fma(values[weightAt + first + o], x, sums[o]);
        }
      } else {
        for (int k = first; k < first + count; k++) {
          sums[output[k]] = Math.fma(values[weightAt + k], x, sums[output[k]]);
        }
      }
    }
  }

  @Override
  public void backward(Batch batch) {
    CsrRows rows = rows(batch);
    for (int t = 0; t < batch.tiles(); t++) {
      bias.backward(y, t, batch.lanes(t));
      for (int b = 0; b < batch.used(t); b++) {
        for (int o = 0; o < sums.length; o++) {
          sums[o] = y.gradients()[y.gradientAt(t) + o * Tile.LANES + b];
        }
        int row = batch.row(t, b);
        spread(rows, rows.rowStart()[row], rows.rowStart()[row + 1]);
      }
    }
  }

  private void spread(CsrRows rows, int from, int to) {
    int[] start = pattern.columnStarts();
    int[] output = pattern.rows();
    float[] gradients = site.gradients();
    for (int n = from; n < to; n++) {
      float x = rows.values()[n];
      int first = start[rows.columns()[n]];
      int count = start[rows.columns()[n] + 1] - first;
      if (count == sums.length) {
        for (int o = 0; o < count; o++) {
          gradients[weightAt + first + o] = Math.fma(x, sums[o], gradients[weightAt + first + o]);
        }
      } else {
        for (int k = first; k < first + count; k++) {
          gradients[weightAt + k] = Math.fma(x, sums[output[k]], gradients[weightAt + k]);
        }
      }
    }
  }

  @Override
  public boolean touchesFew() {
    return pattern.in() >= WIDE;
  }

  @Override
  public void touch(Batch batch, Touched touched) {
    CsrRows rows = rows(batch);
    int[] start = pattern.columnStarts();
    for (int t = 0; t < batch.tiles(); t++) {
      for (int b = 0; b < batch.used(t); b++) {
        int row = batch.row(t, b);
        for (int n = rows.rowStart()[row]; n < rows.rowStart()[row + 1]; n++) {
          int column = rows.columns()[n];
          touched.add(weightAt + start[column], start[column + 1] - start[column]);
        }
      }
    }
  }
}
