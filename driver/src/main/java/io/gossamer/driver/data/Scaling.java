package io.gossamer.driver.data;

import io.gossamer.ops.rows.CsrRows;
import io.gossamer.ops.rows.DenseRows;
import io.gossamer.ops.rows.Rows;
import java.io.Serializable;

/**
 * {@code (x - offset) * factor} for each feature. Fitted once, kept with the model.
 *
 * @param offset one a feature, or empty when nothing is subtracted (always so for sparse rows)
 * @param factor one a feature, or empty for no scaling at all
 */
public record Scaling(ScalingKind kind, float[] offset, float[] factor) implements Serializable {
  public static final Scaling NONE = new Scaling(ScalingKind.NONE, new float[0], new float[0]);

  /** Scaled rows: new arrays for the features, the same ones for labels and weights. */
  public Rows apply(Rows rows) {
    if (factor.length == 0) {
      return rows;
    }
    if (rows instanceof DenseRows dense) {
      float[] values = dense.values().clone();
      int width = dense.features();
      for (int row = 0; row < dense.count(); row++) {
        for (int f = 0; f < width; f++) {
          float centred = offset.length == 0 ? values[row * width + f] : values[row * width + f] - offset[f];
          values[row * width + f] = centred * factor[f];
        }
      }
      return new DenseRows(dense.features(), values, dense.labels(), dense.weights());
    }
    CsrRows sparse = (CsrRows) rows;
    float[] values = sparse.values().clone();
    for (int n = 0; n < values.length; n++) {
      values[n] *= factor[sparse.columns()[n]];
    }
    return new CsrRows(sparse.features(), sparse.rowStart(), sparse.columns(), values, sparse.labels(),
        sparse.weights());
  }
}
