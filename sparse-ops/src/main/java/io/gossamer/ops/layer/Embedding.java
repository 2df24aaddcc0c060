package io.gossamer.ops.layer;

import io.gossamer.ops.InvalidInput;
import io.gossamer.ops.kernel.Tile;
import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.values.Role;
import io.gossamer.ops.values.Touched;
import java.util.Arrays;
import java.util.List;

/**
 * A vector for each category of a field, which owns the columns {@code [from, to)} of sparse rows. A field with several
 * categories set gives the sum of their vectors, weighted by the columns' values, or its mean; one with none gives
 * zeros. The table {@code [to - from, dimension]} is dense; only vectors that occur are read, and have gradients.
 */
public record Embedding(int from, int to, int dimension, @Default("sum") Bag bag) implements LayerSpec {
  /** What several categories of one row make. */
  public enum Bag {
    /** Their weighted sum. */
    SUM,
    /** That sum over the sum of weights. */
    MEAN
  }

  public Embedding {
    if (from < 0 || to <= from || dimension < 1) {
      throw new InvalidInput("a layer embedding has from=" + from + ", to=" + to + ", dimension=" + dimension
          + "; from must be at least 0, to above it, dimension at least 1");
    }
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = LayerSpec.single("embedding", inputs);
    if (to > input.features()) {
      throw new InvalidInput("a layer embedding ends at to=" + to + ", its input has " + input.features()
          + " features");
    }
    return Shape.flat(dimension);
  }

  @Override
  public List<Parameter> parameters(List<Shape> inputs) {
    return List.of(new Parameter("weight", Role.WEIGHT, to - from, dimension, 0, Parameter.Start.EMBEDDING));
  }

  @Override
  public Layer compile(Site site) {
    if (!site.sparseRows()) {
      throw new InvalidInput("a layer embedding reads the categories of sparse rows; name them in"
          + " features.categorical, and let the layer read rows");
    }
    return new Compiled(site, this);
  }

  @Override
  public boolean readsSparseRows() {
    return true;
  }

  private static final class Compiled implements Layer {
    private final Site site;
    private final Tensor y;
    private final Embedding spec;
    private final float[] sum;

    Compiled(Site site, Embedding spec) {
      this.site = site;
      this.y = site.output();
      this.spec = spec;
      this.sum = new float[spec.dimension];
    }

    @Override
    public void forward(Batch batch) {
      CsrRows rows = SparseRowsLinear.rows(batch);
      for (int t = 0; t < batch.tiles(); t++) {
        for (int b = 0; b < batch.lanes(t); b++) {
          Arrays.fill(sum, 0f);
          if (b < batch.used(t)) {
            add(rows, batch.row(t, b));
          }
          for (int d = 0; d < sum.length; d++) {
            y.values()[y.at(t) + d * Tile.LANES + b] = sum[d];
          }
        }
      }
    }

    private void add(CsrRows rows, int row) {
      int end = rows.rowStart()[row + 1];
      int first = SparseFields.first(rows, row, spec.from);
      float share = share(rows, first, end);
      for (int n = first; n < end && rows.columns()[n] < spec.to; n++) {
        int at = vectorAt(rows.columns()[n]);
        float weight = rows.values()[n] * share;
        for (int d = 0; d < sum.length; d++) {
          sum[d] = Math.fma(weight, site.values()[at + d], sum[d]);
        }
      }
    }

    private int vectorAt(int column) {
      return site.at(0) + (column - spec.from) * sum.length;
    }

    private float share(CsrRows rows, int first, int end) {
      if (spec.bag == Bag.SUM) {
        return 1;
      }
      float weights = 0;
      for (int n = first; n < end && rows.columns()[n] < spec.to; n++) {
        weights += rows.values()[n];
      }
      return weights == 0 ? 0 : 1 / weights;
    }

    @Override
    public void backward(Batch batch) {
      CsrRows rows = SparseRowsLinear.rows(batch);
      for (int t = 0; t < batch.tiles(); t++) {
        for (int b = 0; b < batch.used(t); b++) {
          for (int d = 0; d < sum.length; d++) {
            sum[d] = y.gradients()[y.gradientAt(t) + d * Tile.LANES + b];
          }
          spread(rows, batch.row(t, b));
        }
      }
    }

    private void spread(CsrRows rows, int row) {
      int end = rows.rowStart()[row + 1];
      int first = SparseFields.first(rows, row, spec.from);
      float share = share(rows, first, end);
      for (int n = first; n < end && rows.columns()[n] < spec.to; n++) {
        int at = vectorAt(rows.columns()[n]);
        float weight = rows.values()[n] * share;
        for (int d = 0; d < sum.length; d++) {
          site.gradients()[at + d] = Math.fma(weight, sum[d], site.gradients()[at + d]);
        }
      }
    }

    @Override
    public void touch(Batch batch, Touched touched) {
      CsrRows rows = SparseRowsLinear.rows(batch);
      for (int t = 0; t < batch.tiles(); t++) {
        for (int b = 0; b < batch.used(t); b++) {
          int row = batch.row(t, b);
          int end = rows.rowStart()[row + 1];
          for (int n = SparseFields.first(rows, row, spec.from); n < end && rows.columns()[n] < spec.to; n++) {
            touched.add(vectorAt(rows.columns()[n]), sum.length);
          }
        }
      }
    }

    @Override
    public boolean touchesFew() {
      return true;
    }
  }
}
